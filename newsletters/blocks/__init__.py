"""The vocabulary of an issue: every block an editor can use, in menu order, one line each."""

from newsletters.blocks.base import NewsletterStream
from newsletters.blocks.cso_list.block import CsoListBlock
from newsletters.blocks.cso_profile.block import CsoProfileBlock
from newsletters.blocks.event.block import EventBlock
from newsletters.blocks.heading.block import HeadingBlock
from newsletters.blocks.image.block import PictureBlock
from newsletters.blocks.interview.block import InterviewBlock
from newsletters.blocks.letter.block import LetterBlock
from newsletters.blocks.links.block import LinksBlock
from newsletters.blocks.news.block import NewsBlock
from newsletters.blocks.quote.block import QuoteBlock
from newsletters.blocks.text.block import TextBlock
from newsletters.blocks.video.block import VideoBlock


class IssueBody(NewsletterStream):
    """What an issue is made of."""

    heading = HeadingBlock()
    letter = LetterBlock()
    event = EventBlock()
    cso_profile = CsoProfileBlock()
    cso_list = CsoListBlock()
    interview = InterviewBlock()
    news = NewsBlock()
    video = VideoBlock()
    text = TextBlock()
    image = PictureBlock()
    quote = QuoteBlock()
    links = LinksBlock()
