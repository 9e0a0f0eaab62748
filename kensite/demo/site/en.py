"""The English words of the home page, the archive, the contact and the organisations."""

# Home page
HOME_TITLE = "Korea-EU CSO Network (KEN)"
HOME_HEADLINE = "Korea and Europe, stitched together by human rights"
HOME_INTRODUCTION = (
    "<p>The Korea-EU CSO Network (KEN) brings together civil society organisations (CSOs) from "
    "South Korea and Europe that work for human rights.</p>"
    "<p>Here you can watch workshops again, meet the people behind the organisations, find the "
    "next webinar and read human rights news from both sides.</p>"
)
HOME_SEARCH_DESCRIPTION = (
    "The Korea-EU CSO Network (KEN): civil society organisations from South Korea and Europe, "
    "joined by human rights."
)

# Archive
NEWSLETTERS_TITLE = "Newsletters"
NEWSLETTERS_INTRODUCTION = (
    "Every edition of the KEN newsletter, the newest first. Editions marked (demo) are invented "
    "for demonstration."
)
NEWSLETTERS_SEARCH_DESCRIPTION = (
    "All editions of the newsletter of the Korea-EU CSO Network (KEN): workshops, organisations, "
    "interviews and human rights news."
)
RHYTHM = "This newsletter is published quarterly."

# Contact
CONTACT_TITLE = "Contact"
CONTACT_TEXT = (
    "<p>Do you have a question, or would you like to take part in KEN? Please contact us. We look "
    "forward to hearing from you.</p>"
)
DISCLAIMER = (
    "The views in this newsletter do not necessarily reflect the official views of the European "
    "Union institutions and bodies."
)

# Organisation: ECRE
ECRE_NAME = "European Council on Refugees and Exiles"
ECRE_SHORT_NAME = "ECRE"
ECRE_MEMBERSHIP = "106 NGOs across 40 European countries"
ECRE_DESCRIPTION = (
    "<p>The European Council on Refugees and Exiles (ECRE) is an alliance for the rights of "
    "migrants and refugees. It gathers 106 NGOs across 40 European countries and is the largest "
    "group representing migrants and refugees in Europe.</p>"
)

# Organisation: Human Asia
HUMAN_ASIA_NAME = "Human Asia"
HUMAN_ASIA_SHORT_NAME = "Human Asia"
HUMAN_ASIA_MEMBERSHIP = ""
HUMAN_ASIA_DESCRIPTION = (
    "<p>Human Asia is a civil society organisation in South Korea. It dreams of spreading the "
    "light of human rights across Asia and the world.</p>"
    "<p>It continues its work to establish the regional human rights protection system that Asia "
    "lacks, and devotes itself to human rights in general.</p>"
)

# Organisation: KEN
KEN_NAME = "Korea-EU CSO Network"
KEN_SHORT_NAME = "KEN"
KEN_MEMBERSHIP = ""
KEN_DESCRIPTION = (
    "<p>The Korea-EU CSO Network (KEN) brings together civil society organisations (CSOs) from "
    "South Korea and Europe that work for human rights. It held its first online workshop on 23 "
    "June 2020, in commemoration of its launch.</p>"
)

# Organisation: Riverside Legal Aid (invented)
RIVERSIDE_NAME = "Riverside Legal Aid"
RIVERSIDE_SHORT_NAME = "Riverside"
RIVERSIDE_MEMBERSHIP = ""
RIVERSIDE_DESCRIPTION = (
    "<p>Riverside Legal Aid is invented. It exists only in the demo, where its volunteers help "
    "people with their forms and their rights.</p>"
)
