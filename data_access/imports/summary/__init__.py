"""Kind summary: one workbook of yearly tables, for a council that has nothing finer."""
