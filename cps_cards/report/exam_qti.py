"""An exam as a QTI 1.2 package: a quiz for Canvas and other systems, with reasons and files."""

import hashlib
import io
import zipfile
from xml.etree import ElementTree as ET

from cps_cards.exam.forms import Form
from cps_cards.exam.questions import Answer, Question, in_words, with_media
from cps_cards.media_kinds import is_sound
from cps_cards.report.exam_moodle import document, sub

_DATE = (1980, 1, 1, 0, 0, 0)
_BASE = "%24IMS-CC-FILEBASE%24"
"""What Canvas replaces with the place where it keeps the package's files."""
_MANIFEST = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
_META = "associatedcontent/imscc_xmlv1p1/learning-application-resource"


def files(form: Form) -> dict[str, bytes]:
    ident = f"exam-{form.digest.hex()[:16]}"
    root = ET.Element("questestinterop", {"xmlns": _QTI})
    quiz = sub(root, "assessment", ident=ident, title=form.title)
    if form.minutes is not None:
        _field(sub(quiz, "qtimetadata"), "qmd_timelimit", str(form.minutes))
    section = sub(quiz, "section", ident="root_section")
    for question in form.questions:
        _item(section, question)
    assessment = document(root)
    # A picture that only feedback shows is told there, and its file is not needed.
    media = {
        _path(name): file.data()
        for name, file in form.media.items()
        if _address(name).encode() in assessment
    }
    entries = {
        "imsmanifest.xml": _manifest(ident, sorted(media)),
        f"{ident}/{ident}.xml": assessment,
        f"{ident}/assessment_meta.xml": _meta(ident, form),
        **media,
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, data in sorted(entries.items()):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # it would name the system that we run on
            entry.external_attr = 0o644 << 16
            package.writestr(entry, data)
    return {"": stream.getvalue()}


def _path(name: str) -> str:
    return f"{'sounds' if is_sound(name) else 'images'}/{name}"


def _address(name: str) -> str:
    return f"{_BASE}/{_path(name)}"


def _manifest(ident: str, media: list[str]) -> bytes:
    root = ET.Element("manifest", {"xmlns": _MANIFEST, "identifier": f"{ident}-package"})
    about = sub(root, "metadata")
    sub(about, "schema", "IMS Content")
    sub(about, "schemaversion", "1.1.3")
    sub(root, "organizations")
    resources = sub(root, "resources")
    quiz = sub(resources, "resource", identifier=ident, type="imsqti_xmlv1p2")
    sub(quiz, "file", href=f"{ident}/{ident}.xml")
    sub(quiz, "dependency", identifierref=f"{ident}-meta")
    others = [(f"{ident}-meta", _META, f"{ident}/assessment_meta.xml")]
    others += [(f"{ident}-file-{n}", "webcontent", path) for n, path in enumerate(media, start=1)]
    for name, kind, path in others:
        resource = sub(resources, "resource", identifier=name, type=kind, href=path)
        sub(resource, "file", href=path)
    return document(root)


def _meta(ident: str, form: Form) -> bytes:
    """What Canvas alone reads. Options are mixed already, and some orders are meant."""
    root = ET.Element("quiz", {"xmlns": _CANVAS, "identifier": ident})
    for name, value in (
        ("title", form.title),
        ("shuffle_answers", "false"),
        ("scoring_policy", "keep_highest"),
        ("quiz_type", "practice_quiz"),
        ("points_possible", f"{len(form.questions)}.0"),
        ("show_correct_answers", "true"),
        ("allowed_attempts", "-1"),
        ("time_limit", str(form.minutes or "")),
        ("available", "false"),
    ):
        if value:
            sub(root, name, value)
    return document(root)


def _item(section: ET.Element, question: Question) -> None:
    code = hashlib.sha256(question.card.key.encode()).hexdigest()[:6]
    title = f"{question.topic_title} {code}"
    item = sub(section, "item", ident=f"card-{question.card.key}", title=title)
    options = _options(question)
    about = sub(sub(item, "itemmetadata"), "qtimetadata")
    _field(about, "question_type", "multiple_choice_question")
    _field(about, "points_possible", "1.0")
    _field(about, "original_answer_ids", ",".join(options))
    _field(about, "qmd_topic", question.topic_title)
    shown = sub(item, "presentation")
    _html(shown, question.stem)
    response = sub(shown, "response_lid", ident="response1", rcardinality="Single")
    choice = sub(response, "render_choice")
    for ident, answer in options.items():
        _html(sub(choice, "response_label", ident=ident), answer.text)
    told = {ident: answer.why for ident, answer in options.items() if answer.why}
    processing = sub(item, "resprocessing")
    outcome = {"maxvalue": "100", "minvalue": "0", "varname": "SCORE", "vartype": "Decimal"}
    sub(sub(processing, "outcomes"), "decvar", **outcome)

    def condition(chosen: str, go_on: str) -> ET.Element:
        found = sub(processing, "respcondition", **{"continue": go_on})
        test = sub(found, "conditionvar")
        sub(test, "varequal", chosen, respident="response1") if chosen else sub(test, "other")
        return found

    # The score comes last: Canvas weighs an option by the last condition that names it.
    for chosen in ("", *told):
        link = {"feedbacktype": "Response", "linkrefid": f"{chosen or 'general'}_fb"}
        sub(condition(chosen, "Yes"), "displayfeedback", **link)
    (right,) = (ident for ident, answer in options.items() if answer.right)
    sub(condition(right, "No"), "setvar", "100", action="Set", varname="SCORE")
    for name, body in (told | {"general": question.feedback}).items():
        # Canvas mangles what is rich in feedback: a picture is told in words.
        feedback = sub(item, "itemfeedback", ident=f"{name}_fb")
        _html(sub(feedback, "flow_mat"), in_words(body))


def _options(question: Question) -> dict[str, Answer]:
    """The options by digits that come from their words, never from their place: Canvas ties results
    to them. Nine digits, and another hash in the rare case that an option before it has the same.
    """
    found: dict[str, Answer] = {}
    for answer in question.answers:
        text = f"{question.card.key}\x1f{answer.written}"
        ident = ""
        while not ident or ident in found:
            text = hashlib.sha256(text.encode()).hexdigest()
            ident = str(10**8 + int(text, 16) % (9 * 10**8))
        found[ident] = answer
    return found


def _field(parent: ET.Element, label: str, entry: str) -> None:
    field = sub(parent, "qtimetadatafield")
    sub(field, "fieldlabel", label)
    sub(field, "fieldentry", entry)


def _html(parent: ET.Element, body: str) -> None:
    shown = with_media(body, _address)
    sub(sub(parent, "material"), "mattext", shown, texttype="text/html")
