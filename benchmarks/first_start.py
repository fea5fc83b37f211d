"""How long the first start on an empty folder takes."""

from benchmarks.result import Result

TARGET_S = 10


def first_start_result(seconds: float) -> Result:
    """From the command to the first answer, with no database there."""
    what = "first start on an empty folder, until it answers"
    return Result(what, f"{seconds:.1f} s", f"at most {TARGET_S} s", seconds <= TARGET_S)
