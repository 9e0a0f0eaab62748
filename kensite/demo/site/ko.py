"""The Korean words of the home page, the archive, the contact and the organisations."""

# Home page
HOME_TITLE = "한-EU 시민사회단체 네트워크(KEN)"
HOME_HEADLINE = "한국과 유럽, 인권으로 한 땀 한 땀 잇다"
HOME_INTRODUCTION = (
    "<p>한-EU 시민사회단체 네트워크(KEN)는 인권을 위해 일하는 한국과 유럽의 시민사회단체(CSO)가 "
    "함께하는 네트워크입니다.</p>"
    "<p>이곳에서 지난 워크숍을 다시 보고, 단체에서 활동하는 사람들을 만나고, 다음 웨비나 일정과 "
    "한국과 유럽의 인권 소식을 살펴보실 수 있습니다.</p>"
)
HOME_SEARCH_DESCRIPTION = (
    "한-EU 시민사회단체 네트워크(KEN)는 인권으로 이어진 한국과 유럽의 시민사회단체 네트워크입니다."
)

# Archive
NEWSLETTERS_TITLE = "뉴스레터"
NEWSLETTERS_INTRODUCTION = (
    "KEN 뉴스레터를 최신 호부터 모았습니다. (데모)라고 적힌 호는 시연을 위해 지어낸 것입니다."
)
NEWSLETTERS_SEARCH_DESCRIPTION = (
    "한-EU 시민사회단체 네트워크(KEN) 뉴스레터 모음입니다. 워크숍과 시민사회단체, 인터뷰, 인권 "
    "소식을 만나 보세요."
)
RHYTHM = "이 뉴스레터는 분기별로 발행됩니다."

# Contact
CONTACT_TITLE = "연락처"
CONTACT_TEXT = (
    "<p>KEN에 대해 궁금한 점이 있거나 활동에 참여하고 싶으시다면 언제든지 연락해 주시기 바랍니다. "
    "여러분의 연락을 기다립니다.</p>"
)
DISCLAIMER = (
    "본 뉴스레터에 표기된 내용 및 견해는 주한 유럽연합(EU) 대표부의 의견이 반영되지 않았음을 "
    "밝힙니다."
)

# Organisation: ECRE
ECRE_NAME = "유럽난민망명협의회"
ECRE_SHORT_NAME = "ECRE"
ECRE_MEMBERSHIP = "유럽 40개국 106개 NGO"
ECRE_DESCRIPTION = (
    "<p>유럽난민망명협의회(ECRE)는 이주민과 난민의 권리를 위한 연합체입니다. 유럽 40개국 106개 "
    "NGO가 함께하며, 유럽에서 이주민과 난민을 대변하는 최대 규모의 단체입니다.</p>"
)

# Organisation: Human Asia
HUMAN_ASIA_NAME = "휴먼아시아"
HUMAN_ASIA_SHORT_NAME = "휴먼아시아"
HUMAN_ASIA_MEMBERSHIP = ""
HUMAN_ASIA_DESCRIPTION = (
    "<p>휴먼아시아는 한국의 시민사회단체로, 아시아와 온 세계에 인권의 빛을 널리 비추기를 "
    "꿈꿉니다.</p>"
    "<p>아시아에 아직 없는 지역 인권보호체제를 세우기 위한 활동을 이어 가며, 인권 전반에도 힘을 "
    "쏟고 있습니다.</p>"
)

# Organisation: KEN
KEN_NAME = "한-EU 시민사회단체 네트워크"
KEN_SHORT_NAME = "KEN"
KEN_MEMBERSHIP = ""
KEN_DESCRIPTION = (
    "<p>한-EU 시민사회단체 네트워크(KEN)는 인권을 위해 일하는 한국과 유럽의 시민사회단체(CSO)가 "
    "함께하는 네트워크입니다. 출범을 기념하여 2020년 6월 23일 첫 온라인 워크숍을 열었습니다.</p>"
)

# Organisation: Riverside Legal Aid (invented)
RIVERSIDE_NAME = "강변법률지원"
RIVERSIDE_SHORT_NAME = "강변법률지원"
RIVERSIDE_MEMBERSHIP = ""
RIVERSIDE_DESCRIPTION = (
    "<p>강변법률지원은 지어낸 단체입니다. 데모 속에서만 존재하며, 자원활동가들이 신청서를 함께 "
    "쓰고 권리를 함께 찾아 줍니다.</p>"
)
