"""The annual paper: Findings and what people wrote, gathered into one document. It knows no Streamlit."""
