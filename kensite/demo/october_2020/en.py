"""The English words of the issue of October 2020."""

# The issue
TITLE = "Updates from the Korea-EU CSO Network (KEN)"
SUMMARY = (
    "KEN's first online workshop to watch again, two organisations to meet, and an interview on "
    "human rights and ICT amid COVID-19. Also inside: the New Pact on Migration and Asylum, a "
    "conference on combating hate, a webtoon, and an election at the United Nations."
)
SEARCH_DESCRIPTION = (
    "KEN's newsletter of October 2020: the first online workshop, ECRE and Human Asia, an "
    "interview with Prof. Changrok Soh, and human rights news."
)
COVER_ALT = (
    "Patchwork-style illustration: a bridge of stitched bands between two shores under a big sun."
)

# Letter
LETTER_HEADING = "Letter"
LETTER_SALUTATION = "Dear subscribers,"
LETTER_TEXT = (
    "<p>Welcome to a new edition of the KEN newsletter. We are delighted to share with you some of "
    "the key online activities now presented on our platform.</p>"
    "<p>In the Event section you will find the video and other materials from our first online "
    "workshop, held on 23 June 2020. The Community section offers a video interview with Professor "
    "Changrok Soh, head of Korea University's International Human Rights Center.</p>"
    "<p>Meet the CSOs introduces civil society in South Korea and Europe through the stories of "
    "two people: Hyunchan Jung, team leader of Human Asia, and Reshad Jalali, policy officer of "
    "the European Council on Refugees and Exiles (ECRE), the largest group representing migrants "
    "and refugees in Europe. To learn more about two civil society organisations, one from South "
    "Korea and one from Europe, turn to the CSO section.</p>"
    "<p>KEN's second webinar will be held in November, and our second workshop will follow in "
    "December. Stay tuned: we will tell you more!</p>"
    "<p>Thank you for your interest.</p>"
)
LETTER_SIGNATURE = "KEN"

# Watch again
WATCH_HEADING = "Watch again"
WORKSHOP_TITLE = "The 1st KEN online workshop"
WORKSHOP_SUMMARY = (
    "<p>On 23 June 2020, the Korea-EU CSO Network (KEN) held its first workshop online, in "
    "commemoration of the network's launch. The theme was “Human Rights, Discrimination and the "
    "Unequal Impact of COVID-19 on Persons in Vulnerable Positions”.</p>"
    "<p>If you missed the day, or would like to return to it, you can watch the workshop again "
    "here. Other materials are in the Event section of our platform.</p>"
)
WORKSHOP_ALT = (
    "Patchwork-style illustration: a screen with a grid of participants in an online workshop."
)

# Meet the CSOs: ECRE
MEET_HEADING = "Meet the CSOs"
ECRE_PERSON = "Reshad Jalali"
ECRE_ROLE = "Policy Officer, ECRE"
ECRE_HEADLINE = "Migration and refugees: one of Europe's most complex issues"
ECRE_STORY = (
    "<p>Few issues in Europe are as complex as migration and refugees. The European Council on "
    "Refugees and Exiles (ECRE) is an alliance of 106 NGOs across 40 European countries.</p>"
    "<p>Reshad Jalali, Policy Officer at ECRE, introduces the alliance's role and what it is doing "
    "at present.</p>"
)
ECRE_ALT = "Patchwork-style illustration: a path between houses leads to an open door."

# Meet the CSOs: Human Asia
HUMAN_ASIA_PERSON = "Hyunchan Jung"
HUMAN_ASIA_ROLE = "Team Leader, Human Asia"
HUMAN_ASIA_HEADLINE = "Towards a human rights protection system for Asia"
HUMAN_ASIA_STORY = (
    "<p>Asia still lacks a regional human rights protection system, and Human Asia continues its "
    "work to establish one.</p>"
    "<p>The organisation also devotes itself to human rights in general, because they remain an "
    "unfamiliar topic in the region. Hyunchan Jung, Team Leader at Human Asia, tells its story.</p>"
)
HUMAN_ASIA_ALT = "Patchwork-style illustration: lanterns glow over the sea."

# Interview
INTERVIEW_HEADING = "Interview"
INTERVIEW_HEADLINE = "Reflection on Human Rights and ICT amid COVID-19"
INTERVIEW_PERSON = "Prof. Changrok Soh"
INTERVIEW_ROLE = "Head of the International Human Rights Center at Korea University"
INTERVIEW_INTRODUCTION = (
    "<p>Which questions has COVID-19 raised for human rights? In this video interview Prof. "
    "Changrok Soh, head of the International Human Rights Center at Korea University, talks about "
    "the human rights issues the pandemic has brought about, and about his own experience of "
    "testing positive for COVID-19.</p>"
)
INTERVIEW_ALT = (
    "Patchwork-style illustration: a microphone and a tablet by a window, with a face mask."
)

# Introducing CSOs
CSO_HEADING = "Introducing CSOs"
CSO_INTRODUCTION = (
    "Two civil society organisations, one in South Korea and one in Europe, at a glance."
)
CSO_ECRE_TEXT = (
    "An alliance for the rights of migrants and refugees, bringing together 106 NGOs across 40 "
    "European countries."
)
CSO_HUMAN_ASIA_TEXT = (
    "An organisation that dreams of spreading the light of human rights across Asia and the world."
)

# Upcoming events
UPCOMING_HEADING = "Upcoming events"
WEBINAR_TITLE = "The 2nd KEN webinar"
WEBINAR_SUMMARY = (
    "<p>The 2nd Korea-EU CSO Network (KEN) webinar takes place in November 2020. Its topic is "
    "advocacy and campaigning. More information will follow.</p>"
)
SECOND_WORKSHOP_TITLE = "The 2nd KEN workshop"
SECOND_WORKSHOP_SUMMARY = (
    "<p>The 2nd Korea-EU CSO Network (KEN) workshop takes place in December 2020. It is about "
    "human rights and discrimination. More information will follow.</p>"
)

# News: the New Pact
NEWS_HEADING = "News & Info"
PACT_HEADLINE = "European Commission adopts proposal for a New Pact on Migration and Asylum"
PACT_TEXT = (
    "<p>On 23 September 2020, the European Commission adopted its proposal for a New Pact on "
    "Migration and Asylum. The proposal covers all the different elements that a comprehensive "
    "European approach to migration needs.</p>"
    "<p>It sets out improved and faster procedures throughout the asylum and migration system, and "
    "balances the principles of fair sharing of responsibility and solidarity. This is crucial for "
    "rebuilding confidence in the European Union's capacity to manage migration.</p>"
)
PACT_ALT = "Patchwork-style illustration: scales above roads that meet, within a ring of dots."
PACT_SOURCE_PRESS = "European Commission: press release on the New Pact"
PACT_SOURCE_QUESTIONS = "European Commission: questions and answers (Q&A)"

# News: the conference
CONFERENCE_HEADLINE = "2020 Conference on Combating Hate and Discrimination"
CONFERENCE_TEXT = (
    "<p>On 17 September 2020, the European Union co-hosted the 2020 Conference on Combating Hate "
    "and Discrimination with the National Human Rights Commission of Korea (NHRCK) and the Asia "
    "Pacific Forum of National Human Rights Institutions (APF). The theme was how to implement "
    "strategies and action plans that address hate and discrimination.</p>"
    "<p>For the video clip of the session and for more information, visit the websites below.</p>"
)
CONFERENCE_ALT = "Patchwork-style illustration: a lectern among coloured speech bubbles."
CONFERENCE_SOURCE_VIDEO = "Video clip of the session: website of the NHRCK"
CONFERENCE_SOURCE_APF = "More information: website of the APF"

# News: the webtoon
WEBTOON_HEADLINE = "NHRCK and cartoonist Yerong tell unregistered children's stories in a webtoon"
WEBTOON_TEXT = (
    "<p>The National Human Rights Commission of Korea (NHRCK) has teamed up with the writer and "
    "cartoonist Yerong on a webtoon series based on the stories of actual unregistered children in "
    "South Korea. Yerong's cartoons deal with human rights issues that we encounter in everyday "
    "life.</p>"
    "<p>The webtoons tell of an unregistered child, born and raised in South Korea, who can no "
    "longer live there after graduating from high school. You will find them on the social media "
    "channels of the NHRCK and Yerong.</p>"
)
WEBTOON_ALT = (
    "Patchwork-style illustration: comic panels with a school gate, a satchel and an empty ID card."
)
WEBTOON_SOURCE_NHRCK = "Social media channel of the National Human Rights Commission of Korea"
WEBTOON_SOURCE_YERONG = "Yerong's social media channel (by way of the NHRCK)"

# News: the election
ELECTION_HEADLINE = (
    "Professor Changrok Soh elected first Korean member of the UN Human Rights Committee (ICCPR)"
)
ELECTION_TEXT = (
    "<p>On 17 September 2020, Changrok Soh, President of Human Asia, was elected to the United "
    "Nations Human Rights Committee on the International Covenant on Civil and Political Rights "
    "(ICCPR). He is its first Korean member.</p>"
    "<p>Until then, no Korean had been elected to the committee since Korea ratified the ICCPR, "
    "which is a core part of UN human rights mechanisms.</p>"
)
ELECTION_ALT = "Patchwork-style illustration: a round table and a ballot, framed by branches."
ELECTION_SOURCE_COMMITTEE = "OHCHR: the UN Human Rights Committee"
ELECTION_SOURCE_HUMAN_ASIA = "Website of Human Asia"

# About this edition
ABOUT_HEADING = "About this edition"
ABOUT_TEXT = (
    "<p>This newsletter is published quarterly.</p>"
    "<p>Do you have a question, or would you like to take part in KEN? Please contact us: you will "
    "find our contact details in the footer.</p>"
    "<p><b>About this demo.</b> This edition shows kensite at work on KEN's newsletter of 8 "
    "October 2020. Its facts, names, numbers and dates are those of the original; the sentences "
    "were rewritten and the pictures drawn for the demo. The archived text has no link addresses, "
    "so the video players point to placeholder addresses, and some links lead to an institution's "
    "website rather than to a particular page.</p>"
)
