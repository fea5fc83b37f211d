"""What is wrong with the pictures of a page, asked of the browser."""

CUT_OR_CLASHING = """() => [...document.querySelectorAll('.js-plotly-plot')]
    .filter(plot => plot.checkVisibility()).flatMap(plot => {
    const frame = plot.getBoundingClientRect();
    const texts = [...plot.querySelectorAll('.main-svg text')]
        .filter(text => text.textContent.trim())
        .map(text => [text.textContent, text.getBoundingClientRect()])
        .filter(([_, box]) => box.width > 0);
    const cut = texts.filter(([_, box]) => box.left < frame.left - 1 || box.right > frame.right + 1 ||
        box.top < frame.top - 1 || box.bottom > frame.bottom + 1).map(([text, _]) => `cut off: ${text}`);
    const clashing = texts.flatMap(([one, a], place) => texts.slice(place + 1)
        .filter(([_, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
            Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 5)
        .map(([other, _]) => `over each other: ${one}, ${other}`));
    return [...cut, ...clashing]})"""
