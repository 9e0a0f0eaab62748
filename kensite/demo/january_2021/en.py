"""The English words of the invented issue of January 2021."""

# The issue
TITLE = "Who Is Left Offline? (demo)"
SUMMARY = (
    "This issue is invented for demonstration. It looks at digital rights and asks who is left "
    "outside when counters and forms move to a screen."
)
SEARCH_DESCRIPTION = (
    "A demo issue, invented for demonstration: digital rights, and who is left offline when "
    "services move to a screen."
)
COVER_ALT = "Patchwork-style illustration: a lantern in a window among stitches like falling snow."

# Letter
LETTER_HEADING = "Letter"
LETTER_SALUTATION = "Dear readers,"
LETTER_TEXT = (
    "<p>First things first: this issue is invented for demonstration. The people, the organisation "
    "and the event you will meet in it do not exist.</p>"
    "<p>The question it asks is real, though. When appointments, applications and lessons move to "
    "a screen, who is left outside? We hear from an invented caseworker about the people who come "
    "to her desk, invite you to an invented afternoon, and close with three real places to read "
    "on.</p>"
    "<p>We are glad you are here.</p>"
)
LETTER_SIGNATURE = "The demo editors"

# Interview
INTERVIEW_HEADING = "Interview"
INTERVIEW_HEADLINE = "The form was online, the person was at my desk"
INTERVIEW_PERSON = "Sol Byeon"
INTERVIEW_ROLE = "Digital access caseworker (invented)"
INTERVIEW_ALT = "Patchwork-style illustration: a hand reaches towards a phone kiosk."
INTERVIEW_INTRODUCTION = (
    "<p>Sol Byeon helps people with forms, passwords and waiting queues at Riverside Legal Aid. "
    "Both she and the organisation are invented, and so are her answers.</p>"
)
QUESTION_WHO = "Who comes to your desk?"
ANSWER_WHO = (
    "<p>People who were told that everything is easier now. A grandmother whose travel pass is "
    "renewed in an app. A father who has no phone in his own name. A student who shares one tablet "
    "with two brothers. A refugee whose name is longer than the box for it.</p>"
    "<p>Nobody asked to be offline. They were simply not thought of.</p>"
)
QUESTION_HELP = "What would help them most?"
ANSWER_HELP = (
    "<p>Less than you might think:</p>"
    "<ul>"
    "<li>a counter that stays open, even for a few hours a week;</li>"
    "<li>a paper form that counts as much as the screen;</li>"
    "<li>a telephone number that a person answers.</li>"
    "</ul>"
)
QUESTION_MAKERS = "And what would you ask of those who build websites?"
ANSWER_MAKERS = (
    "<p>Try your page on the slowest phone in the room. Then sit down next to the person who is "
    "most afraid of it, and say nothing for five minutes. You will know what to mend.</p>"
)
INTERVIEW_PULL_QUOTE = "Nobody asked to be offline. They were simply not thought of."

# Quote
QUOTE_QUOTE = "A service that opens only on a screen is a door with its handle on the inside."
QUOTE_ATTRIBUTION = "Tilde Aerens"
QUOTE_ROLE = "Volunteer, Riverside Legal Aid (both invented)"

# Join in
JOIN_HEADING = "Join in"
OPEN_DESK_TITLE = "Open desk: help with forms, on paper and on screen (demo)"
OPEN_DESK_SUMMARY = (
    "<p>Bring the form that would not let you through. Volunteers will go through it with you, "
    "line by line, in Korean or in English. You can come in person or join by video call.</p>"
    "<p>This event is invented: the registration link is a placeholder.</p>"
)
OPEN_DESK_VENUE = "Riverside Reading Room, Seoul (invented)"
OPEN_DESK_CHECKLIST = "Checklist for an open desk (placeholder)"

# Links
LINKS_TITLE = "Read on"
LINK_OHCHR_LABEL = "OHCHR"
LINK_OHCHR_DESCRIPTION = "The Office of the United Nations High Commissioner for Human Rights."
LINK_WAI_LABEL = "W3C Web Accessibility Initiative (WAI)"
LINK_WAI_DESCRIPTION = "Standards and guidance for a web that people with disabilities can use."
LINK_ITU_LABEL = "International Telecommunication Union (ITU)"
LINK_ITU_DESCRIPTION = "The United Nations agency for digital technologies."
