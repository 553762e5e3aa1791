"""The wording table of decks that bring none of their own.

It follows what SAMHSA, NIDA, APA, NAMI and the Massachusetts peer community (TRANSCOM) say about
words. A deck's own ``language.yaml`` takes its place.
"""

from __future__ import annotations

from dataclasses import dataclass

from cps_cards.diagnostics import Severity

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

_PEOPLE = "people-and-roles"
_CONDITION = "diagnosis-and-disability"
_JUDGMENT = "behavior-judgments"
_SUBSTANCE = "substance-use"
_SUICIDE = "suicide-and-self-harm"


@dataclass(frozen=True, slots=True)
class BuiltinTerm:
    id: str
    category: str
    pattern: str
    severity: Severity
    why: str
    suggest: tuple[str, ...]
    exempt: tuple[str, ...] = ()


_ONE = (
    r"(?:persons?|people|man|men|woman|women|child|children|adults?|"
    r"individuals?|clients?|patients?|kids?|friends?|students?)"
)
_WHO = r"(?:he|she|they|who|person|people|man|woman|clients?|patients?|members?|residents?|someone)"
_TRADE = (
    r"(?:producers?|sellers?|firms?|retail\w*|prices?|goods|products?|brands?|purchas\w*|"
    r"market\w*|grocer\w*|shop\w*|"
    r"advert\w*|ecosystems?|food\s+(?:chains?|webs?)|herbivor\w+|carnivor\w+|omnivor\w+|"
    r"organisms?|decomposers?|"
    r"predators?|plants?|adoption\s+process)"
)
_THEM = r"(?:him|her|them|people|someone|the\s+person)"

EXEMPT = (
    r"Substance\s+Abuse\s+and\s+Mental\s+Health\s+Services\s+Administration",
    r"National\s+Institute\s+on\s+(?:Drug|Alcohol)\s+Abuse(?:\s+and\s+Alcoholism)?",
    r"Center\s+for\s+Substance\s+Abuse\s+\w+",
    r"Disabled\s+Persons\s+Protection\s+Commission",
    r"(?:Alcoholics|Narcotics|Gamblers|Overeaters)\s+Anonymous",
    r"Adult\s+Children\s+of\s+Alcoholics",
    r"Mental\s+Health\s+Consumers?\s+Network|Consumer[- ]Operated",
    r"Patients?(?:'s?|s')?\s+Bill\s+of\s+Rights",
)


ACRONYMS = ("CPS", "HIPAA", "M.G.L.", "CMR", "CFR")
"""What every card about peer support in Massachusetts may take as known."""


def _term(
    id: str,
    category: str,
    pattern: str,
    severity: Severity,
    why: str,
    *suggest: str,
    exempt: tuple[str, ...] = (),
) -> BuiltinTerm:
    return BuiltinTerm(id, category, pattern, severity, why, suggest, exempt)


TERMS = (
    _term("client", _PEOPLE, r"\bclients?\b", WARNING,
          "it names a status, and the person is more than that", "person", "people",
          exempt=(r"\b(?:e-?mail|web|mail|software|api|chat|ftp|vpn|thin|http)[- ]clients?\b",
                  r"\bclient[- /](?:server|side)\b")),
    _term("patient", _PEOPLE,
          r"\b(?:an?|the|this|that|each|every|one|another|his|her|their|my|our|your|most|many|"
          r"some|all|"
          r"any|no|former|other|psychiatric|psych)\s+patients?\b(?!\s+(?:listen\w*|and\s+\w+|"
          r"approach|"
          r"manner|voice|responses?|tone|presence|explanations?|ear|attitude|teacher|friend|person|"
          r"people|way|advocate|portal))|\bpatients\b", WARNING,
          "it names a clinical status; peer roles are not clinical", "person", "people",
          exempt=(r"\bpatients?'?\s+(?:records?|rights|safety|protection)\b",)),
    _term("consumer", _PEOPLE, r"\bconsumers?\b", WARNING,
          "it names a status, and people have not chosen it", "person", "people",
          exempt=(r"\b(?:primary|secondary|tertiary|quaternary|energy|water|oxygen)\s+consumers?\b",
                  r"\bconsumers?(?:'s?|s')?\s+(?:goods|prices?|buying|behaviou?rs?|spending|"
                  r"credit|demand|"
                  r"choice|electronics|markets?|reports?|affairs|law|protection|products?|"
                  r"confidence|"
                  r"surplus|rights|financial|run)\b",
                  r"consumer/survivor", rf"\b{_TRADE}\b[^\n]{{0,160}}?\bconsumers?\b",
                  rf"\bconsumers?\b[^\n]{{0,160}}?\b{_TRADE}\b")),
    _term("peer-as-noun", _PEOPLE,
          r"\b(?:my|our|assigned)\s+peers\b(?!\s+(?:support|specialist|network|movement|"
          r"community|role|"
          r"group)s?)|\b(?:the|this|my|our|your)\s+peer\b(?!(?:[- ](?:support\w*|specialists?|"
          r"workers?|"
          r"roles?|relationships?|groups?|reviewe?\w*|networks?|movement|communit\w+|values?|"
          r"advocates?|"
          r"counsel\w*|educat\w*|pressure|code|principles?|run|led|coach\w*|leaders?|mentors?|"
          r"bridger\w*"
          r"|center|respite|staff|team|teach\w*|companion\w*|navigat\w*))|-)", WARNING,
          '"peer" describes a relationship, not what a person is', "person", "people"),
    _term("service-recipient", _PEOPLE, r"\b(?:service|care)\s+(?:recipients?|users?)\b", WARNING,
          "it casts the person as passive", "person using services", "people using services"),
    _term("case", _PEOPLE, r"\b(?:my|our|her|his|hard|difficult|tough)\s+cases\b(?!\s+(?:law|"
                           r"stud|manage|"
          r"number|work|record))|\bcaseloads?\b", WARNING, "a person is not a case",
          "people I support"),
    _term("the-mentally-ill", _CONDITION,
          r"\b(?:the\s+)?(?:(?:severely|seriously|chronically)\s+)?mentally[\s-]+ill\b"
          r"(?:\s+" + _ONE + r"\b)?",
          ERROR, "it makes a condition of the person", "people with a mental health diagnosis"),
    _term("the-disabled", _CONDITION,
          r"\bthe\s+(?:physically\s+|mentally\s+)?disabled\b(?!\s+" + _ONE + r")|\b(?:the\s+)?ha"
              r"ndicapped\b"
          r"(?:\s+" + _ONE + r"\b)?|\bcrippled?\b(?=\s+" + _ONE + r")|\bthe\s+cripples?\b|"
              r"\bcripples\b",
          ERROR, "it groups people by one trait", "people with disabilities"),
    _term("elderly", _PEOPLE, r"\bthe\s+elderly\b|\belderly\b|\bsenile\b", WARNING,
          "it groups people by age", "older adults",
          exempt=(r"\belderly\s+(?:affairs|services)\b",)),
    _term("condition-group", _CONDITION,
          r"\bthe\s+(?:autistic|depressed|bipolar|schizophrenic|insane|demented|addicted|suicidal|"
          r"retarded|epileptic|diabetic)\b(?=\s*(?:[.,;:!?]|$|and\b|or\b|are\b|were\b|have\b|"
          r"in\b|who\b))",
          WARNING, "it makes one group, and nothing else, of people"),
    _term("schizophrenic", _CONDITION, r"\bschizophrenics?\b(?:\s+" + _ONE + r"\b)?", ERROR,
          "a person is not a diagnosis", "person with a diagnosis of schizophrenia",
          "people with a diagnosis of schizophrenia",
          exempt=(r"\bschizophrenic\s+(?:disorders?|spectrum|symptoms?|episodes?)\b",)),
    _term("bipolar", _CONDITION,
          r"\b(?:is|was|am|are|were|being|'m|'s|'re)\s+(?:a\s+)?bipolar\b(?!\s+(?:disorder|"
          r"diagnos[ei]s|medications?|treatment|cells?|neurons?|"
          r"transistors?|and\s+\w+\s+neurons))|\ba\s+bipolar\b(?=\s*(?:[.,;!?]|$|who\b|is\b|"
          r"and\b))|\bbipolars\b"
          r"|\bbipolar\s+" + _ONE + r"\b", ERROR,
          "a person is not a diagnosis", "person with a diagnosis of bipolar disorder"),
    _term("borderline", _CONDITION,
          r"\ba\s+borderline\b(?=\s*(?:[.,;!?]|$|who\b|is\b|and\b))|\bborderlines\b|\bborderline\s+"
          + _ONE + r"\b", ERROR, "a person is not a diagnosis",
          "person with a diagnosis of borderline personality disorder"),
    _term("condition-noun", _CONDITION,
          r"\b(?:diabetics|epileptics|anorexics|bulimics|depressives|manic[- ]depressives?|"
          r"hypochondriacs|"
          r"paraplegics|quadriplegics|psychopaths?|sociopaths?|neurotics|hysterics|narcissists?)\b|"
          r"\b(?:an?|the)\s+(?:diabetic|epileptic|anorexic|bulimic|paraplegic|quadriplegic)\b"
          r"(?=\s*(?:[.,;!?]|$|who\b|is\b|was\b|and\b))|\b(?:epileptic|anorexic|bulimic|demented|"
          r"schizoaffective|suicidally\s+depressed|manic[- ]depressive|psychotic)\s+" + _ONE +
              r"\b",
          WARNING, "a person is not a diagnosis", "person with a diagnosis of …"),
    _term("psychotic", _CONDITION,
          r"\b(?:is|was|are|were|am|so|totally|being)\s+(?:a\s+)?psychotic\b|\bpsychotics\b|"
          r"\bpsychos?\b(?!-)",
          ERROR, "it is a label, and an insult in everyday speech",
          "having experiences that others do not share"),
    _term("addict", _SUBSTANCE,
          r"\b(?:(?:former|recovering|reformed|ex|hopeless)[- ])?(?:(?:drug|heroin|crack|meth|"
          r"opioid|cocaine)[- ])?"
          r"(?:addicts?|junkies|junkie|druggies?|crackheads?|drug\s+abusers?|substance\s+abusers?|"
          r"alcohol\s+abusers?|winos?|drunkards?|boozers?)\b|\bdrug\s+users?\b|\balcoholics\b|"
          r"(?<!non-)(?<!non )\balcoholic\b(?!\s+(?:drinks?|beverages?|liver|hepatitis|myopathy|"
          r"content|"
          r"solutions?|fermentation|hand|cirrhosis|extracts?|fatty|ketoacidosis|neuropathy|"
          r"encephalopathy|"
          r"pancreatitis|cardiomyopathy))", ERROR,
          "a person is not a condition", "person with a substance use disorder",
          "people with a substance use disorder"),
    _term("former-addict", _SUBSTANCE, r"\b(?:former|recovering|reformed|ex)[- ](?:alcoholics?|"
                                       r"drug\s+users?)\b",
          ERROR, "it keeps the label on", "person in recovery", "people in recovery"),
    _term("suffers", _CONDITION,
          r"\bsuffer(?:s|ed|ing)?\s+(?:from|with)\b(?=\s+(?:\w+[- ]+){0,4}?(?:disorders?|"
          r"illness(?:es)?|diagnos[ei]s|"
          r"depression|anxiety|ptsd|trauma|addictions?|schizophrenia|bipolar|psychosis|disease|"
          r"dementia|"
          r"autism|epilepsy|disabilit(?:y|ies)|conditions?|panic|adhd|ocd|alcoholism|phobias?|"
          r"voices|stress|"
          r"mania|paranoia|grief|insomnia|mental)\b)|\bafflicted\s+(?:with|by)\b|"
          r"\bstricken\s+with\b|"
          r"\b(?:a\s+)?victims?\s+of\s+(?:mental|a\s+mental|addiction|depression|schizophrenia|"
          r"bipolar|"
          r"anxiety|aids|alcoholism)\b", ERROR,
          "it assumes suffering and asks for pity", "lives with", "live with", "lived with",
          "living with", "experiences"),
    _term("wheelchair-bound", _CONDITION,
          r"\bwheelchair[- ]bound\b|\bconfined\s+to\s+(?:a|his|her|their|the)\s+wheelchair\b|"
          r"\bbed-?ridden\b",
          ERROR, "a wheelchair gives freedom", "uses a wheelchair"),
    _term("normal-people", _CONDITION, r"\b(?:normal|able-bodied)\s+(?:people|persons?|folks?|"
                                       r"individuals?)\b"
          , WARNING, "it makes everybody else abnormal", "people without a diagnosis",
          exempt=(r"\bable-bodied\s+seaman\b",)),
    _term("slurs", _CONDITION,
          r"\bretard(?:s|ed)?\b(?!\s+(?:growth|potential|time))|\bmental\s+retardation\b|"
          r"\blunatics?\b|"
          r"\bmoron(?:s|ic)?\b|\bimbeciles?\b|\bspaz+\b|\bmadm[ae]n\b|\bmidgets?\b", ERROR,
          "it is a slur", exempt=(r"\b(?:flame|fire)[- ]retard\w+", r"\bretards?\s+(?:the|"
              r"growth)\b")),
    _term("crazy", _CONDITION,
          r"\b(?:craz(?:y|ies|iest)|insane|loony|looney|deranged|unhinged|nutjobs?|nutcases?|"
          r"wackos?|nut\s?house|"
          r"loony\s+bin|(?:mental|psycho)\s+ward)\b", ERROR, "it belittles distress",
              "overwhelming",
          exempt=(r"\bcriminally\s+insane\b", r"\bCrazy\s+Horse\b")),
    _term("casual-diagnosis", _CONDITION,
          r"\b(?:so|a\s+bit|a\s+little|totally|super|really|kind\s+of)\s+(?:OCD|ADHD|ADD|"
          r"bipolar|schizo|"
          r"autistic|PTSD)\b", ERROR, "it makes light of a diagnosis", "careful"),
    _term("mental-patient", _CONDITION,
          r"\b(?:ex-)?mental\s+(?:patients?|cases?|defectives?)\b|\bmental\s+(?:hospitals?|"
          r"institutions?|asylums?)\b|"
          r"\b(?:insane|lunatic)\s+asylums?\b", WARNING, "it is dated and labels",
          "person in a psychiatric hospital", "psychiatric hospital"),
    _term("brain-damaged", _CONDITION, r"\bbrain[- ]damaged\b", WARNING, "it is a label",
          "person with a brain injury"),
    _term("dual-diagnosis", _CONDITION,
          r"\bdually[- ]diagnosed\b|\bdual[- ]diagnosis\s+" + _ONE
          + r"\b|\b(?-i:MICA|SPMI)s?\b", WARNING,
          "it labels people by their papers", "person with mental health and substance use "
              "experiences"),
    _term("special-needs", _CONDITION, r"\bspecial[- ]needs\b(?!\s+trusts?)", INFO,
          "it is a euphemism", "access needs", "support needs"),
    _term("noncompliant", _JUDGMENT,
          r"\bnon[- ]?complian(?:t|ce)\b(?!\s+with\s+(?:the\s+)?(?:law|laws|regulations?|hipaa|"
          r"codes?|"
          r"standards?|polic(?:y|ies)|rules?|requirements?))|\b(?:med|meds|medication|"
          r"treatment)[- ]"
          r"complian(?:t|ce)\b|\bcomplian(?:t|ce)\s+with\s+(?:meds|(?:(?:his|her|their|"
          r"the)\s+)?medications?|"
          r"(?:his\s+|her\s+|their\s+|the\s+)?treatment(?:\s+plan)?)\b", ERROR,
          "it frames disagreement as disobedience", "chose not to"),
    _term("resistant", _JUDGMENT,
          r"\btreatment[- ]resistant\s+" + _ONE + r"\b|\b" + _WHO + r"\s+(?:is|was|are|were|"
              r"seems?|became)\s+"
          r"(?:very\s+|so\s+|being\s+)?(?:resistant|uncooperative)\b|"
          r"\bresistant\s+to\s+(?:treatment|help|services|"
          r"care|change|engaging|support)\b|\b(?:is|was|are|were|am|"
          r"still)\s+in\s+denial\b(?!\s+of)|"
          r"\black(?:s|ed|ing)?\s+insight\b|\bpoor\s+insight\b", ERROR,
          "it blames the person for seeing things differently", "sees it differently"),
    _term("refuses", _JUDGMENT,
          r"\brefus(?:es|ed|ing)\b(?=\s+(?:to\s+(?:take|attend|engage|participate|cooperate)|"
          r"(?:his|her|their|the|all)?"
          r"\s*(?:treatment|services|meds|medications?|help)\b))", WARNING,
          "declining is a choice", "declined", "declines", "declining"),
    _term("manipulative", _JUDGMENT,
          r"\bmanipulative\b|\bmanipulators?\b|\bmanipulat(?:es|ed|ing|e)\s+(?:staff|people|"
          r"others|him|her|them|me|us|"
          r"everyone|the\s+(?:staff|team|system|person))\b", ERROR, "it judges motives",
          "trying to get a need met"),
    _term("attention-seeking", _JUDGMENT,
          r"\battention[- ]seek(?:ing|er|ers)\b|\bact(?:s|ed|ing)\s+out\b(?!\s+(?:an?|the|his|"
          r"her|their|roles?|"
          r"scenes?|scenarios?)\b)", ERROR, "it dismisses distress", "seeking connection"),
    _term("frequent-flyer", _JUDGMENT, r"\bfrequent\s+fl[iy]ers?\b(?!\s+(?:miles|program|card|"
                                       r"number))", ERROR,
          "it mocks people for needing help", "person who has often used services"),
    _term("functioning", _JUDGMENT, r"\b(?:high|higher|low|lower)[- ]functioning\b", ERROR,
          "it ranks people", "needs support with …"),
    _term("decompensate", _JUDGMENT,
          r"\bdecompensat(?:e|es|ed|ing|ion)\b(?!\s+(?:heart|cirrhosis|liver))", WARNING,
          "it reads distress as breakdown", "having a hard time",
          exempt=(r"\bdecompensat\w+\s+(?:heart|cirrhosis|liver|shock)\b",
                  r"\b(?:cardiac|heart|hepatic|liver|respiratory|circulatory|"
                  r"shock)\b[^.?!]{0,60}\bdecompensat\w+",
                  )),
    _term("dangerous", _JUDGMENT,
          r"\b(?:he|she|they|who|clients?|patients?)\s+(?:is|was|are|were|becomes?|became|"
          r"seems?)\s+(?:a\s+)?"
          r"(?:dangerous|violent)\b|\b(?:dangerous|violent)\s+(?:persons?|people|man|men|woman|"
          r"women|individuals?|"
          r"clients?|patients?)\b", WARNING, "a trait label feeds a stereotype",
              "say what happened"),
    _term("unmotivated", _JUDGMENT,
          r"\b(?:unmotivated|lazy)\b(?!\s+(?:eye|susan|evaluation))", WARNING,
          "it judges instead of asking", "not interested in what is offered"),
    _term("unrealistic", _JUDGMENT,
          r"\bunrealistic\s+(?:goals?|hopes?|dreams?)\b|\b(?:goals?|hopes?|dreams?)\s+(?:is|are|"
          r"was|were|seems?)\s+"
          r"(?:too\s+)?unrealistic\b", WARNING, "it blocks hope", "an ambitious goal"),
    _term("delusional", _JUDGMENT,
          r"\b(?:he|she|they|who|is|was|are|were|am|being)\s+(?:a\s+bit\s+|so\s+)?(?:delusional|"
          r"paranoid)\b", WARNING,
          "it dismisses what the person lives through", "believes that …"),
    _term("allow-choice", _JUDGMENT,
          r"\b(?:let|lets|letting|allow|allows|allowed|allowing|permit|permits|permitting)\s+"
          + _THEM
          + r"\s+(?:to\s+)?(?:choose|decide|make\s+(?:a|their|the|his|"
            r"her)\s+(?:own\s+)?(?:choice|choices|decision|"
          r"decisions))", WARNING, "the choice is the person's already", "respect the decision"),
    _term("difficult-person", _JUDGMENT,
          r"\b(?:difficult|needy|hostile|problem)\s+(?:persons?|people|individuals?|clients?|"
          r"patients?|members?)\b",
          WARNING, "it puts the difficulty into the person", "person who is having a hard time"),
    _term("clean-dirty", _SUBSTANCE,
          r"\b(?:clean|dirty)\s+(?:urines?|drug\s+(?:tests?|screens?)|tox(?:\s+screens?)?)\b|"
          r"\bclean\s+(?:and\s+"
          r"sober|date)\b|\b(?:stay|stays|staying|stayed|got|get|gets|getting|been|is|was|am|"
          r"are)\s+clean\b"
          r"(?=\s+(?:and\s+sober|for\s+\w+\s+(?:days?|weeks?|months?|years?)|from\s+(?:drugs|"
          r"alcohol|heroin|"
          r"opioids)|off|since))|\b(?:he|she|who|I)(?:'s|\s+(?:is|was|got|stayed|has\s+been|"
          r"have\s+been|'ve\s+been))\s+clean\b"
          r"(?=\s*(?:[.,;!?]|$|now\b|again\b))", ERROR, "it treats substance use as dirt",
          "not using", "in recovery"),
    _term("substance-abuse", _SUBSTANCE,
          r"\b(?:substance|drug|alcohol|opioid|prescription(?:\s+drug)?)\s+abuse\b|"
          r"\babus(?:e|es|ed|ing)\s+(?:drugs|alcohol|substances|opioids|heroin)\b", ERROR,
          '"abuse" carries blame', "substance use"),
    _term("drug-habit", _SUBSTANCE, r"\b(?:drug|heroin|cocaine)\s+habits?\b|"
                                    r"\bdrugs?\s+of\s+choice\b",
          WARNING, "it makes light of it or blames", "substance use"),
    _term("substitution", _SUBSTANCE, r"\b(?:opioid|methadone)\s+(?:replacement|substitution|"
                                      r"maintenance)\b",
          WARNING, "it says that one addiction takes another's place",
          "medication for opioid use disorder"),
    _term("relapse", _SUBSTANCE, r"\brelaps(?:e|es|ed|ing)\b", INFO, "it is loaded with failure",
          "return to use"),
    _term("committed-suicide", _SUICIDE, r"\bcommit(?:s|ted|ting)?\s+suicide\b", ERROR,
          '"commit" belongs to crime and sin', "died by suicide", "dies by suicide",
              "die by suicide",
          "dying by suicide"),
    _term("failed-attempt", _SUICIDE,
          r"\b(?:failed|unsuccessful|successful|completed|"
          r"successfully\s+completed)\s+suicides?(?:\s+attempts?)?\b|"
          r"\b(?:failed|unsuccessful)\s+attempts?\s+(?:at|on)\s+(?:suicide|(?:his|her|"
          r"their)\s+life)\b|"
          r"\battempted\s+suicide\s+(?:un)?successfully\b", ERROR,
          "death is no success and living is no failure", "suicide attempt", "died by suicide"),
    _term("suicidal-label", _SUICIDE,
          r"\bsuicidal\s+(?:persons?|people|clients?|patients?|individuals?|man|woman|teens?|"
          r"callers?)\b", WARNING,
          "it makes a label of what a person lives through", "person thinking about suicide",
          "people thinking about suicide"),
    _term("suicide-gesture", _SUICIDE,
          r"\bsuicid(?:e|al)\s+gestures?\b|\bpara[- ]?suicid(?:e|al)\b|\bcr(?:y|"
          r"ies)\s+for\s+(?:help|attention)\b",
          WARNING, "it makes light of it", "suicide attempt"),
    _term("safety-contract", _SUICIDE, r"\bcontract(?:s|ed|ing)?\s+for\s+safety\b|\b(?:no[- "
                                       r"]suicide|safety)\s+"
          r"contracts?\b", WARNING, "it puts paper before connection", "safety plan made by the "
              "person"),
    _term("cutter", _SUICIDE,
          r"\b(?:a|the|is|are)\s+(?:self-)?cutters?\b(?=\s*(?:[.,;!?]|who|$))|\bself[- "
          r"]mutilat\w+", ERROR,
          "it is a label", "person who self-injures"),
    _term("homeless", _PEOPLE,
          r"\bthe\s+homeless\b(?!\s+" + _ONE + r")|\bvagrants?\b|\bbums\b", WARNING,
          "it is a circumstance, not who a person is", "people without housing"),
    _term("felon", _PEOPLE,
          r"\b(?:felons?|convicts|ex[- ]cons?|ex-convicts?|ex-offenders?)\b", WARNING,
        "it is a label",
          "person with a conviction", "people with a conviction"),
    _term("illegals", _PEOPLE, r"\billegals\b|\billegal\s+(?:immigrants?|aliens?)\b", ERROR,
        "it is a label",
          "person without immigration status", "people without immigration status"),
    _term("guarantee-secrecy", "role-and-power",
          r"\b(?:total|complete|absolute|full|100%)\s+(?:confidentiality|secrecy)\b", WARNING,
          "confidentiality has limits", "confidentiality, with its limits explained",
          exempt=(r"\b(?:no|not|never|cannot|without|avoid\w*)\b[^.?!]{0,40}\b(?:total|complete|"
                  r"absolute|full|100%)\s+"
                  r"(?:confidentiality|secrecy)\b",
                  r"n't\b[^.?!]{0,40}\b(?:total|complete|absolute|full|"
                  r"100%)\s+(?:confidentiality|secrecy)\b")),
    _term("secrecy-promise", "role-and-power",
          r"\b(?:absolute|total|complete)\s+privacy\b|\bI\s+(?:won't|will\s+never|"
          r"will\s+not)\s+tell\s+(?:anyone|anybody|a\s+soul)\b",
          WARNING, "confidentiality has limits", "I keep it private, within limits that I will "
              "tell you",
          exempt=(r"\b(?:no|not|never|cannot|without|n't)\b[^.?!]{0,40}\bprivacy\b",)),
    _term("clinical-acts", "role-and-power",
          r"\btherapeutic\s+alliance\b(?=.{0,60}\b(?:CPS|peer)\b)|\b(?:CPS(?:es|s)?|"
          r"peer\s+specialists?|peer\s+supporters?)"
          r"(?:\s+(?:can|could|should|may|must|will|would|then|first|also|"
          r"always))?\s+(?:treats?\b(?!\s+(?:\w+\s+){1,5}?(?:with|as|like|"
          r"equally|fairly|kindly|well)\b)|diagnoses?\b|counsels?\b|prescribes?\b|"
          r"assess(?:es)?\s+(?:for\s+)?(?:the\s+(?:person|client|risk)|"
          r"people|risk|symptoms)\b|evaluates?\s+(?:the\s+)?(?:person|people|client)\b)", WARNING,
          "peer support is not clinical", "listens",
          "asks",
          exempt=(
              r"\b(?:do|does|did|can|could|may|might|should|must|will|would|why|whether|if|that)\s+"
              r"(?:(?:an?|the)\s+)?(?:CPS(?:es|s)?|peer\s+specialists?|peer\s+supporters?)\s+\w+",
          ),
    ),
    _term("manage-person", _PEOPLE,
          r"\bmanag(?:e|es|ed|ing)\s+(?:the|a|his|her|their|our)\s+(?:person|people|clients?|"
          r"patients?|members?)\b", WARNING,
          "people are not managed", "support"),
    _term("never-share", "role-and-power",
          r"\bnever\s+(?:share|disclose|tell)\s+(?:anything\s+(?:personal|about\s+(?:yourself|"
          r"themselves))|(?:(?:your|their)\s+(?:own\s+)?)?"
          r"personal\s+(?:story|stories|experiences?))", WARNING, "sharing with a purpose is "
              "what peer support rests on",
          "share with a purpose"),
    _term("mandated-absolute", "role-and-power",
          r"(?<!not )(?<!Not )\b(?:all|every|no)\s+(?:CPS(?:es|s)?|"
          r"peer\s+specialists?)\b.{0,20}\bmandated\s+reporters?\b|\b(?:CPS(?:es|s)?|"
          r"peer\s+specialists?)\s+(?:are|is)\s+(?:never|always|"
          r"all)\s+(?:a\s+)?mandated\s+reporters?\b", WARNING,
          "the law is not that simple", "it depends on the law, the employer and the role"),
    _term("force", "role-and-power",
          r"(?:(?<!not )(?<!never )\b(?:make|force)\s+(?:him|her|them|people|"
          r"the\s+person)\s+(?:to\s+)?attend\b)|\b(?:get|make|force)\s+(?:him|her|them|people|"
          r"the\s+person)\s+(?:to\s+)?(?:comply|cooperate|obey|take\s+"
          r"(?:(?:his|her|their)\s+)?(?:meds|medications?))\b", ERROR, "peer support is voluntary",
          "invite", exempt=(r"\b(?:never|not|cannot|n't)\s+(?:get|make|force)\b[^.?!]{0,60}",)),
)  # fmt: skip
