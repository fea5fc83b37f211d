"""Youth justice: the council's homes as the Youth Justice Service records them; apart from it, published figures."""

from app import auth, cache, filters, place
from app.findings.benchmarks import convicted_or_cautioned
from app.findings.interventions import contacts_by_deliverer, contacts_by_month
from app.findings.youth_justice import youth_justice

viewer = auth.require("partnership")
question = filters.current()
place.page(
    cache.finding(youth_justice, question, viewer),
    cache.finding(contacts_by_deliverer, question, viewer),
    cache.finding(contacts_by_month, question, viewer),
    cache.finding(convicted_or_cautioned, question, viewer),
)
