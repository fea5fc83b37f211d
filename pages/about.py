"""About: what each figure means, where it comes from and what it cannot say."""
import streamlit as st
st.title("About")
