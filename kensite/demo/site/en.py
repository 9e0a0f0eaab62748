"""The English words of everything but the issues: pages, contact, organisations."""

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

# Events, interviews, news, organisations
EVENTS_TITLE = "Events"
EVENTS_INTRODUCTION = (
    "Workshops and webinars of the network: what is to come, and what you can watch again. Times "
    "are given for Seoul and for Brussels."
)
EVENTS_SEARCH_DESCRIPTION = (
    "Workshops, webinars and conferences of the Korea-EU CSO Network, to come and to watch again."
)
INTERVIEWS_TITLE = "Interviews"
INTERVIEWS_INTRODUCTION = "Conversations with people who work for human rights, from all issues."
INTERVIEWS_SEARCH_DESCRIPTION = (
    "Interviews from the newsletter of the Korea-EU CSO Network with people who work for human "
    "rights in Korea and Europe."
)
NEWS_TITLE = "News"
NEWS_INTRODUCTION = "Human rights news from Korea and Europe, from all issues, with its sources."
NEWS_SEARCH_DESCRIPTION = (
    "Human rights news from Korea and Europe, collected by the Korea-EU CSO Network."
)
ORGANISATIONS_TITLE = "Organisations"
ORGANISATIONS_INTRODUCTION = (
    "The organisations that our issues present, each with a page of its own that leads to every "
    "place where it appeared."
)
ORGANISATIONS_SEARCH_DESCRIPTION = (
    "Civil society organisations from Korea and Europe, and where they appeared in the newsletter "
    "of the Korea-EU CSO Network."
)

# Standing pages
ABOUT_TITLE = "About KEN"
ABOUT_INTRODUCTION = (
    "The Korea-EU CSO Network brings together organisations that stand up for human rights in two "
    "parts of the world."
)
ABOUT_BODY = (
    "<h2>What we do</h2>"
    "<p>Civil society organisations in South Korea and in Europe often face the same questions: who "
    "is left out, who decides, and who is heard. The network lets them meet, learn from one another "
    "and speak together.</p>"
    "<p>It held its first online workshop on 23 June 2020, in commemoration of its launch.</p>"
    "<h2>The newsletter</h2>"
    "<p>Our newsletter is published quarterly in English and in Korean. It tells of workshops and "
    "webinars, presents organisations and the people behind them, and collects human rights news "
    "from both sides.</p>"
)
ABOUT_SEARCH_DESCRIPTION = "What the Korea-EU CSO Network is, and what its newsletter tells."
CONTACT_INTRODUCTION = "A question, a story, a correction: every message reaches a person."
CONTACT_BODY = (
    "<h2>Write to us</h2>"
    '<p>Our address is <a href="mailto:ken@example.org">ken@example.org</a>. Write in English or in '
    "Korean, whichever is easier for you.</p>"
    "<h2>For organisations</h2>"
    "<p>Do you work for human rights in Korea or in Europe? Tell us about your work, your next event "
    "or the people behind it. The newsletter is made four times a year, and the next issue has room "
    "for you.</p>"
    "<h2>Corrections</h2>"
    "<p>If something we wrote is wrong, please tell us which issue and which part you mean. The link "
    "below each part leads straight to it.</p>"
)
CONTACT_SEARCH_DESCRIPTION = "How to reach the Korea-EU CSO Network."
PRIVACY_TITLE = "Privacy"
PRIVACY_INTRODUCTION = "Reading this site leaves as little behind as we could manage."
PRIVACY_BODY = (
    "<h2>What we do not do</h2>"
    "<p>Readers get no cookies. We load nothing from other companies, count nobody and build no "
    "profiles. If you choose the dark or the light theme, your own browser remembers it; we do not "
    "learn of it.</p>"
    "<h2>Videos</h2>"
    "<p>A video is a picture from our own server until you press play. Only then does your browser "
    "ask YouTube or Vimeo for it, and their privacy rules apply.</p>"
    "<h2>What our server notes</h2>"
    "<p>Like every web server, ours may note the address of your device for a short time to keep the "
    "service running. When a log-in fails, the name that was entered and the address it came from "
    "(never the password) are kept for a day, so that nobody can go on guessing.</p>"
    "<p>This text belongs to the demo. Before a site goes public, its operator replaces it with one "
    "that names who is responsible and how to reach them.</p>"
)
PRIVACY_SEARCH_DESCRIPTION = "How this site treats its readers: no cookies, no tracking."
ACCESSIBILITY_TITLE = "Accessibility"
ACCESSIBILITY_INTRODUCTION = "Everybody should be able to read this newsletter."
ACCESSIBILITY_BODY = (
    "<h2>What we aim for</h2>"
    "<p>This site is built to meet the Web Content Accessibility Guidelines (WCAG) 2.2 at level AA, "
    "in English and in Korean.</p>"
    "<ul><li>Every page can be used with the keyboard alone, and without JavaScript.</li>"
    "<li>Passages in another language are marked, so that a screen reader pronounces them "
    "rightly.</li><li>Colours keep their contrast in light and in dark, and text can be enlarged to "
    "400 %.</li><li>Nothing moves if your device asks for reduced motion.</li></ul>"
    "<h2>What we know to be missing</h2>"
    "<p>Videos may lack captions or a transcript where their makers gave us none. Automatic checks "
    "run with every change; nobody has tested the site with every screen reader.</p>"
    "<h2>Tell us</h2>"
    "<p>If something stops you, please write to the address at the foot of this page. We will answer "
    "and do our best to mend it.</p>"
)
ACCESSIBILITY_SEARCH_DESCRIPTION = (
    "The accessibility statement of the Korea-EU CSO Network's newsletter."
)

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
