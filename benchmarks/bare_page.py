"""The bare page: a title, and the charts and tables of a page of the dashboard, ready as numbers. Nothing else."""

import streamlit as st

from benchmarks.shown import ready

views = ready(st.query_params["page"])
st.set_page_config(layout="wide")
view = next(iter(views))
if "choose" in st.query_params:
    view = st.sidebar.selectbox("Period", list(views))
st.title(f"A bare page, {view}")
for number, chart in enumerate(views[view].charts):
    st.plotly_chart(chart, theme=None, key=f"chart-{number}")
for table in views[view].tables:
    st.table(table, hide_index=True)
