"""Paper: what people write for the annual paper, what is generated for it, its preview, and every paper made."""

import html

import streamlit as st

from app import auth, cache, filters, frame, paper_form, paper_kept, paper_public
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
    on = paper_form.switched_on(question, viewer)
    is_public = paper_public.is_chosen()
    paper_form.introduction()
    if is_public:
        paper_public.make(question, viewer, narratives, on)
    else:
        paper_kept.make(question, viewer, made, narratives, on)
    with st.container(key="paper-sections"):
        paper_form.sections(question, viewer, made, narratives, on)
    if is_public:
        paper_public.preview(question, viewer, narratives, on)
    else:
        paper_kept.preview(question, viewer, made, narratives, on)
    paper_kept.papers(question, viewer)
