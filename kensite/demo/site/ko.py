"""The Korean words of everything but the issues: pages, contact, organisations."""

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

# Events, interviews, news, organisations
EVENTS_TITLE = "행사"
EVENTS_INTRODUCTION = (
    "네트워크의 워크숍과 웨비나를 모았습니다. 앞으로 열릴 행사와 다시 볼 수 있는 행사를 서울 시각과 "
    "브뤼셀 시각으로 안내해 드립니다."
)
EVENTS_SEARCH_DESCRIPTION = (
    "한-EU 시민사회단체 네트워크의 워크숍, 웨비나, 콘퍼런스 일정과 다시 보기를 안내합니다."
)
INTERVIEWS_TITLE = "인터뷰"
INTERVIEWS_INTRODUCTION = "인권을 위해 일하는 사람들과 나눈 이야기를 모든 호에서 모았습니다."
INTERVIEWS_SEARCH_DESCRIPTION = (
    "한-EU 시민사회단체 네트워크 뉴스레터가 한국과 유럽에서 인권을 위해 일하는 사람들을 만났습니다."
)
NEWS_TITLE = "소식"
NEWS_INTRODUCTION = "한국과 유럽의 인권 소식을 출처와 함께 모든 호에서 모았습니다."
NEWS_SEARCH_DESCRIPTION = "한-EU 시민사회단체 네트워크가 모은 한국과 유럽의 인권 소식입니다."
ORGANISATIONS_TITLE = "단체"
ORGANISATIONS_INTRODUCTION = (
    "뉴스레터에서 소개한 단체들입니다. 단체마다 지금까지 소개된 글을 모두 찾아보실 수 있습니다."
)
ORGANISATIONS_SEARCH_DESCRIPTION = (
    "한-EU 시민사회단체 네트워크 뉴스레터가 소개한 한국과 유럽의 시민사회단체입니다."
)

# Standing pages
ABOUT_TITLE = "KEN 소개"
ABOUT_INTRODUCTION = (
    "한-EU 시민사회단체 네트워크는 서로 다른 두 지역에서 인권을 지키는 단체들이 함께하는 곳입니다."
)
ABOUT_BODY = (
    "<h2>하는 일</h2>"
    "<p>한국과 유럽의 시민사회단체는 흔히 같은 물음을 마주합니다. 누가 소외되고 있는지, 누가 결정하는지, "
    "누구의 목소리가 들리는지 묻습니다. 네트워크는 이 단체들이 만나 서로에게 배우고 함께 목소리를 낼 수 "
    "있도록 돕습니다.</p>"
    "<p>2020년 6월 23일에는 출범을 기념하여 첫 온라인 워크숍을 열었습니다.</p>"
    "<h2>뉴스레터</h2>"
    "<p>뉴스레터는 분기마다 영어와 한국어로 발행됩니다. 워크숍과 웨비나를 알리고, 단체와 그곳에서 일하는 "
    "사람들을 소개하며, 한국과 유럽의 인권 소식을 전합니다.</p>"
)
ABOUT_SEARCH_DESCRIPTION = "한-EU 시민사회단체 네트워크와 뉴스레터를 소개합니다."
CONTACT_INTRODUCTION = (
    "질문도, 이야기도, 바로잡을 점도 좋습니다. 보내 주신 글은 사람이 직접 읽습니다."
)
CONTACT_BODY = (
    "<h2>글 보내기</h2>"
    '<p>저희 주소는 <a href="mailto:ken@example.org">ken@example.org</a>입니다. 한국어와 영어 중 편한 '
    "언어로 보내 주시기 바랍니다.</p>"
    "<h2>단체 여러분께</h2>"
    "<p>한국이나 유럽에서 인권을 위해 일하고 계십니까? 하시는 일과 다가오는 행사, 함께하는 사람들의 이야기를 "
    "들려주시기 바랍니다. 뉴스레터는 일 년에 네 번 나오며, 다음 호에는 여러분의 자리가 있습니다.</p>"
    "<h2>바로잡기</h2>"
    "<p>저희 글에 잘못된 점이 있으면 몇 호의 어느 부분인지 알려 주시기 바랍니다. 각 부분 아래의 링크는 그 "
    "자리로 바로 이어집니다.</p>"
)
CONTACT_SEARCH_DESCRIPTION = "한-EU 시민사회단체 네트워크에 연락하는 방법을 안내합니다."
PRIVACY_TITLE = "개인정보 보호"
PRIVACY_INTRODUCTION = "이 사이트를 읽을 때 남는 흔적을 되도록 줄였습니다."
PRIVACY_BODY = (
    "<h2>하지 않는 일</h2>"
    "<p>독자에게 쿠키를 보내지 않습니다. 다른 회사의 서버에서 아무것도 불러오지 않으며, 방문을 집계하거나 "
    "프로필을 만들지 않습니다. 어두운 화면이나 밝은 화면을 고르시면 그 선택은 브라우저에만 저장되며 "
    "저희에게 전해지지 않습니다.</p>"
    "<h2>동영상</h2>"
    "<p>재생 버튼을 누르기 전까지 동영상은 저희 서버에 있는 그림입니다. 버튼을 누르면 그때 브라우저가 "
    "유튜브나 비메오에 동영상을 요청하며, 해당 회사의 개인정보 처리 방침이 적용됩니다.</p>"
    "<h2>서버에 남는 기록</h2>"
    "<p>여느 웹 서버와 마찬가지로 서비스를 유지하기 위해 기기의 주소를 짧은 기간 기록할 수 있습니다. 비밀번호를 잘못 입력하면 비밀번호를 계속 추측하지 "
    "못하도록 입력한 이름과 접속한 주소를 하루 동안 보관합니다. 비밀번호는 저장하지 않습니다.</p>"
    "<p>이 글은 데모용입니다. 사이트를 공개하기 전에 운영자는 책임자와 연락처를 밝힌 글로 바꾸어야 "
    "합니다.</p>"
)
PRIVACY_SEARCH_DESCRIPTION = "쿠키도 추적도 없이 독자를 대하는 방식을 안내합니다."
ACCESSIBILITY_TITLE = "접근성"
ACCESSIBILITY_INTRODUCTION = "누구나 이 뉴스레터를 읽을 수 있어야 합니다."
ACCESSIBILITY_BODY = (
    "<h2>목표</h2>"
    "<p>이 사이트는 영어와 한국어 모두 웹 콘텐츠 접근성 지침(WCAG) 2.2의 AA 수준을 지키도록 "
    "만들었습니다.</p>"
    "<ul><li>모든 페이지를 키보드만으로, 그리고 자바스크립트 없이 이용하실 수 있습니다.</li>"
    "<li>다른 언어로 된 부분을 표시하여 화면 낭독기가 바르게 읽도록 했습니다.</li>"
    "<li>밝은 화면과 어두운 화면에서 모두 충분한 명도 대비를 유지하며, 글자를 400%까지 확대하실 수 "
    "있습니다.</li><li>기기에서 움직임 줄이기를 설정하시면 아무것도 움직이지 않습니다.</li></ul>"
    "<h2>아직 부족한 점</h2>"
    "<p>제작자가 제공하지 않은 경우 동영상에 자막이나 대본이 없을 수 있습니다. 변경이 있을 때마다 자동 "
    "점검을 실시하지만, 모든 화면 낭독기로 시험해 보지는 못했습니다.</p>"
    "<h2>알려 주세요</h2>"
    "<p>이용하시는 데 불편한 점이 있으면 이 페이지 아래의 주소로 알려 주시기 바랍니다. 답을 드리고 "
    "바로잡도록 노력하겠습니다.</p>"
)
ACCESSIBILITY_SEARCH_DESCRIPTION = "한-EU 시민사회단체 네트워크 뉴스레터의 접근성 안내입니다."

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
