"""Paper: what people write for the annual paper, what is generated for it, its preview, and every paper made."""

import html

import streamlit as st

from app import auth, cache, filters, frame, paper_form, paper_kept
from app.paper.gather import data_as_at, generated

TITLE = "The annual paper"

viewer = auth.require("partnership")
question = filters.current()
st.title(TITLE, anchor=False)
periods = f"{question.current.words} against {question.previous.words}"
scope = f"All homes · {periods} · data as at {cache.finding(data_as_at, question, viewer)}"
frame.announce(TITLE, scope)
st.html(f'<p class="scope">{html.escape(scope)}</p>')
if paper_form.can_be_made(question, viewer):
    question = question.of_all_homes()
    made = cache.finding(generated, question, viewer)
    narratives = paper_form.narratives(question, viewer)
    paper_form.introduction()
    paper_kept.make(question, viewer, made, narratives)
    with st.container(key="paper-sections"):
        on = paper_form.sections(question, viewer, made, narratives)
    paper_kept.preview(question, viewer, made, narratives, on)
    paper_kept.papers(question, viewer)
