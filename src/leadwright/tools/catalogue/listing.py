"""The whole catalogue: what there is, by who needs it."""

from leadwright.tools.catalogue.clock import GET_CURRENT_TIME
from leadwright.tools.catalogue.crm import CRM_TOOLS
from leadwright.tools.catalogue.deliverability import CHECK_EMAIL_DELIVERABILITY
from leadwright.tools.catalogue.domains import CHECK_DOMAIN_VALIDITY
from leadwright.tools.catalogue.drafting.contract import DRAFTING_TOOLS
from leadwright.tools.catalogue.market import SEARCH_COMPETITOR_ANALYSIS
from leadwright.tools.catalogue.phones import FORMAT_PHONE_NUMBER
from leadwright.tools.catalogue.profiles import FETCH_LINKEDIN_PROFILE
from leadwright.tools.catalogue.research import RESEARCH_TOOLS
from leadwright.tools.catalogue.scheduling import SCHEDULE_CALL
from leadwright.tools.catalogue.website import READ_COMPANY_WEBSITE

# Looked up only when somebody asks for more; the other research tools are asked for every lead.
MORE = (READ_COMPANY_WEBSITE, SEARCH_COMPETITOR_ANALYSIS, FETCH_LINKEDIN_PROFILE)
LOOK_UPS = (*RESEARCH_TOOLS, *MORE)
CHECKS = (CHECK_EMAIL_DELIVERABILITY, CHECK_DOMAIN_VALIDITY, FORMAT_PHONE_NUMBER)

CATALOGUE = (*LOOK_UPS, *DRAFTING_TOOLS, *CHECKS, *CRM_TOOLS, SCHEDULE_CALL, GET_CURRENT_TIME)
