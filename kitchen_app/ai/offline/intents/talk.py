"""Talk about itself, greetings, and what it must not act on: refusals, wishes and plans."""

import re

from kitchen_app.ai.offline import replies
from kitchen_app.ai.offline.plan import Context, Plan
from kitchen_app.ai.offline.words import Clause

_HELP = re.compile(
    r"(?:(?:please |(?:can|could) (?:you|u) (?:please )?)?help(?: me)?(?: please| out)?|"
    r"what (?:can|could|do) (?:you|u) (?:do|understand|know|help(?: me)? with|offer)(?: for me|"
    r" here)?|what (?:are|is) (?:your|the) (?:commands?|features?|abilities|options|skills)|"
    r"how (?:do|does|can|should|to) (?:i |you |we |this |it |u )?(?:use|work|talk to|start|begin|"
    r"get started|operate)(?: (?:this|you|it|kitchen|the app|with you|here|with this))*|commands?|"
    r"menu|options|instructions|usage|manual|what(?:'s| is) (?:this|kitchen|possible)|what (?:is|"
    r"does) this (?:thing|app|do)(?: do)?|what can i (?:ask|say|do|tell|type|write)(?: you| here|"
    r" to you| with you| with this)*|how does (?:this|it) work|i(?:'m| am) (?:new|lost|confused|"
    r"stuck)(?: here)?|\?+|examples?|give me (?:some )?examples?|show me (?:some )?(?:examples?|"
    r"what you can do|help|the commands)|what (?:now|next)|getting started|"
    r"tell me (?:what you can do|about yourself))\W*$",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"(?:(?:so )?(?:who|what) (?:are|r) (?:you|u)(?: exactly| really)?|who(?:'s| is) (?:this|"
    r"there|that)|(?:are|r) (?:you|u) (?:an? |really |actually )*(?:chat ?gpt|gpt[-\w. ]*|claude|"
    r"an? ai|ai|llm|bot|robot|human|real|person|language model|large language model|machine|"
    r"openai|gemini|llama|alexa|siri|real person|alive|offline|online|intelligent|smart)(?: model|"
    r" person)?|what(?:'s| is) (?:your name|ur name)|(?:which|what) (?:model|ai|llm|version|"
    r"language model)(?: (?:are|is) (?:you|this|it))?(?: (?:do you use|running|using))?|"
    r"is this (?:chat ?gpt|an? (?:ai|bot|llm)|ai|gpt[-\w]*|openai)|do you (?:use|"
    r"run on) (?:chat ?gpt|openai|gpt[-\w]*|an? (?:ai|llm)|ai)|do you have a name|"
    r"introduce yourself|who made you|are you (?:connected|local)(?: to .{1,30})?|how (?:smart|"
    r"clever) are you|how do i connect (?:a |an )?(?:model|llm|openai|chat ?gpt|language model|"
    r"ai))\W*$",
    re.IGNORECASE,
)
_HELLO = re.compile(
    r"(?:(?:hi+|hey+|hello+|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day)|"
    r"morning|evening|sup|what's up|whats up|hello there|hi there|hey there|hi kitchen|"
    r"hey kitchen|hey chef|hello chef|hi chef|g'day|how are you(?: doing)?(?: today)?|"
    r"how's it going|nice to meet you|anyone there|test|testing|ping)[\s,!]*)+$",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"(?:(?:ok |okay |great |perfect |cool |nice |no |many |awesome |wonderful )*(?:thanks?|"
    r"thank you|thankyou|thx|ty|tysm|cheers|ta|much appreciated|thanks a lot|thank u|"
    r"appreciate it)(?: (?:so much|very much|a lot|a bunch|again|chef|kitchen|you|for (?:that|"
    r"your help|the help|everything)|a million|mate))*[\s,!]*)+$",
    re.IGNORECASE,
)
_FINE = re.compile(
    r"(?:(?:ok|okay|k|great|perfect|cool|nice|good|awesome|wonderful|alright|all right|fine|"
    r"got it|i see|lol|haha|no|nope|nah|never ?mind|nothing|no thanks|bye|goodbye|see you|"
    r"good night|that's all|well done|good job|sorry|yum|yummy|delicious|wow|right|sure|forget it|"
    r"cancel|stop)[\s,!]*)+$",
    re.IGNORECASE,
)
_UNDO = re.compile(
    r"(?:undo|revert|take (?:that|it) back|roll ?back|go back|that was (?:wrong|a mistake)|"
    r"i made a mistake|oops)\b.{0,40}$",
    re.IGNORECASE,
)
_DOING = (
    r"(?:buy|bought|get|got|pick|picked|purchase|order|ordered|add|added|put|stock|use|used|eat|"
    r"eaten|ate|drink|drank|finish|finished|throw|threw|remove|delete|save|take|took|touch|spend|"
    r"bring|grab)"
)
_SUBJECT = (
    r"(?:(?:i|we|you|he|she|they|my \w+|it|please)(?:'ve|'d|'ll)?\s+)?(?:have\s+|has\s+|had\s+)?"
)
_REFUSED = re.compile(
    rf"{_SUBJECT}(?:did not|didn't|didnt|do not|don't|dont|never|haven't|have not|havent|hasn't|"
    rf"won't|wont|will not|not|no longer|didn't even|forgot to|can't|cannot|couldn't|could not|"
    rf"wasn't able to|shouldn't|should not|wouldn't|almost|nearly|refuse to|"
    rf"stop)\s+(?:\w+\s+)?{_DOING}\b",
    re.IGNORECASE,
)
_MODAL = (
    r"(?:'ll|will|shall|should|would|could|might|may|must|need(?:s|ed)?|want(?:s|ed)?|wanna|gonna|"
    r"gotta|plan|hope|intend|ought|wish|'d like|have got to|have to|had to|has to|got to|(?:am |"
    r"are |is |was |were |'m |'re )?(?:about|going|planning|thinking|supposed|meaning))"
)
_LATER = (
    r"(?:buy|get|pick up|purchase|order|add|put|stock|restock|shop|grab|bring|use(?! up (?:the|my|"
    r"our|this|some))|throw|run out|run low)"
)
_PLANNED = re.compile(
    rf"(?:(?:i|we|you|he|she|they|my \w+|it|do|does|shall|also|then|still|really|probably|maybe|"
    rf"just)\s+|(?:i|we|you|he|she|they)(?='))*(?:{_MODAL}\s+(?:(?:i|we|to|not|of|on|probably|"
    rf"maybe|also|really|go|and|be|some|more|just|out and)\s+)*{_LATER}(?:ing)?\b"
    r"|(?:am|are|is|'m|'re|'s)? ?(?:buying|getting|ordering|picking up|purchasing|shopping for|"
    r"restocking)\b|(?:need|needs|want|require)\s+(?:to be bought|(?!the\b|.{0,60}\b(?:recipes?|"
    r"for (?:\d+|\w+) (?:people|persons|guests|servings))\b)(?!(?:a |an |some |any |"
    r"more )?(?:recipe|idea|help|inspiration|to\b|something|dinner|suggestion|anything|meal)))|"
    r"(?:am|are|is|'m|'re|'s)? ?(?:running |getting |getting a bit |a bit )*(?:low on|"
    r"running out of|(?:almost|nearly|just about) out of)\b|almost ran out\b)|(?:if|when|once|"
    r"unless|suppose|imagine|pretend|what if|say|assume|before|after)\s+(?:that )?(?:i|we|you|"
    r"they|he|she)\b|remind me|(?:(?:i|we) )?(?:have )?ordered\b|(?:i'm|i am|we're|we are) (?:at|"
    r"in|going to|off to|heading to) the (?:shop|store|supermarket|market)"
    rf"|(?:let's|lets|remember to|don't forget to|dont forget to|going to|gonna|have to|need to|"
    rf"time to|must|who (?:will|can|is going to)|don't let me forget to) {_LATER}\b",
    re.IGNORECASE,
)
_SHOPPING_LIST = re.compile(
    r".{0,120}\b(?:shopping|grocery|groceries|to[- ]?buy) list\b|what (?:do|should|must|"
    r"shall) (?:i|we) (?:need to |have to )?(?:buy|get from|shop)|(?:buy|order|purchase)\s+\S",
    re.IGNORECASE,
)
_ASKED_TO_WRITE = re.compile(
    r"(?:can|could|may|should|shall|would|must|do|does|might|is it|how do|how can|how to|"
    r"what happens if|why|who|when|where) (?:i|we|you|it|ok|okay|safe|possible|one|she|he|"
    r"they)\b.{0,30}?\b(?:add|put|stock|use|eat|drink|finish|throw|remove|delete|save|take|touch|"
    r"toss|bin)\b",
    re.IGNORECASE,
)


def talk(clause: Clause, context: Context) -> Plan | None:
    """Help, who it is, greetings and thanks."""
    text = clause.text
    if _HELP.match(text) or _WHO.match(text):
        return Plan(say=replies.HELP)
    for pattern, answer in (
        (_HELLO, replies.hello(context.soon)),
        (_THANKS, replies.WELCOME),
        (_FINE, replies.FINE),
    ):
        if pattern.match(text):
            return Plan(say=answer, small_talk=True)
    return Plan(say=replies.UNDO) if _UNDO.match(text) else None


def not_done(clause: Clause, context: Context) -> Plan | None:
    """What was not done, or not yet: nothing is written, and it says so."""
    del context
    text = clause.text
    if _SHOPPING_LIST.match(text):
        return Plan(say=replies.NO_SHOPPING_LIST)
    if _REFUSED.match(text):
        return Plan(say=replies.NOTHING_CHANGED)
    return Plan(say=replies.NO_SHOPPING_LIST) if _PLANNED.match(text) else None


def asked_to_write(clause: Clause, context: Context) -> Plan | None:
    """ "can I add eggs to the dough?": a question about cooking, never a reason to write."""
    del context
    asked = clause.question and _ASKED_TO_WRITE.match(clause.text)
    return Plan(say=replies.ONLY_A_QUESTION) if asked else None
