"""The English words of the invented issue of April 2021."""

# The issue
TITLE = "A Circle of Chairs: Young People and Civic Space (demo)"
SUMMARY = (
    "This issue is invented for demonstration. It is about civic space, and about young people who "
    "make some of it themselves: with chairs, paper notes and an open door."
)
SEARCH_DESCRIPTION = (
    "A demo issue, invented for demonstration: civic space and young people's assemblies, with "
    "chairs, paper notes and an open door."
)
COVER_ALT = "Patchwork-style illustration: blossoming branches over an open table."

# Letter
LETTER_HEADING = "Letter"
LETTER_SALUTATION = "Dear readers,"
LETTER_TEXT = (
    "<p>Like the issue before it, this one is invented for demonstration. Its organisation, its "
    "film and its assembly do not exist.</p>"
    "<p>We wanted spring to have a subject of its own, and chose civic space: the room that people "
    "need to meet, to disagree and to ask for something together. You will find three rules for a "
    "circle of chairs, a short film to read instead of watch, and an invitation to two afternoons "
    "in Brussels that will never take place.</p>"
    "<p>If it makes you want to hold a real one, so much the better.</p>"
)
LETTER_SIGNATURE = "The demo editors"

# The circle
CIRCLE_HEADING = "Civic space"
CIRCLE_TEXT = (
    "<p>Civic space begins with small things: an unlocked room, an hour that suits people who "
    "study and work, somebody who writes down what is said. The young people in this invented "
    "issue begin there too.</p>"
    "<h3>Three rules for a circle</h3>"
    "<ol>"
    "<li><b>Everyone sees everyone.</b> Nobody sits behind a table, or behind anybody else.</li>"
    "<li><b>One note, one thought.</b> What is written on paper counts as much as what is said "
    "aloud.</li>"
    "<li><b>Something leaves the room.</b> The circle ends with one request, and with the name of "
    "the person who will carry it.</li>"
    "</ol>"
    "<p>One thing here is not invented. Article 21 of the International Covenant on Civil and "
    "Political Rights (ICCPR) recognises the right of peaceful assembly, and the "
    '<a href="https://www.ohchr.org/en/treaty-bodies/ccpr">UN Human Rights Committee</a> monitors '
    "how states put the Covenant into practice.</p>"
)
CIRCLE_ALT = "Patchwork-style illustration: a circle of chairs, each with a paper note."
CIRCLE_CAPTION = "The chairs before the first guest arrives. Illustration made for this demo."

# Video
VIDEO_TITLE = "How a circle begins (demo)"
VIDEO_DESCRIPTION = (
    "The film does not exist and its address is a placeholder. Its invented transcript shows what "
    "a video with a transcript looks like."
)
VIDEO_ALT = "Patchwork-style illustration: an open table beneath branches in blossom."
VIDEO_TRANSCRIPT = (
    "<p><b>Narrator:</b> Twelve chairs, and no two alike. Somebody has brought a kitchen stool.</p>"
    "<p><b>First voice:</b> I thought I would only listen. Then I was handed a pencil.</p>"
    "<p><b>Second voice:</b> My note had three words on it: <i>Ask us first.</i> By the evening it "
    "was at the top of the list.</p>"
    "<p><b>Narrator:</b> The chairs go back along the wall. The list goes out of the door.</p>"
)

# Join in
JOIN_HEADING = "Join in"
ASSEMBLY_TITLE = "Ask us first: a young people's assembly on civic space (demo)"
ASSEMBLY_SUMMARY = (
    "<p>Two afternoons, one circle of chairs and as many paper notes as it takes. Anyone between "
    "16 and 26 can put a question on the agenda, and nobody needs to have spoken in public "
    "before.</p>"
    "<p>This event is invented: the registration link is a placeholder.</p>"
)
ASSEMBLY_VENUE = "The Old Ropeworks, Brussels (invented)"
