(function () {
  "use strict";

  const AT_ONCE = 100;
  const EMPTY = /^(?:\s|<\/?(?:br|div) ?\/?>)*$/i;
  const PART = /\{\{([#^])([^}]+)\}\}([\s\S]*?)\{\{\/\2\}\}|\{\{([^}]+)\}\}/g;
  const data = JSON.parse(document.getElementById("deck").textContent);
  const topics = new Map(data.topics);
  const at = (id) => document.getElementById(id);
  const frame = at("frame");
  const rows = new WeakMap();
  const filters = at("filters");
  const words = new Map(data.notes.map((note) => [note, folded(note.search)]));
  const OWN_KEYS = "input, select, textarea, button, summary, a, audio, .cps-table, [role=radio]";
  const FLIPS = "#list button, #previous, #next, [role=radio][aria-checked=true]";

  let found = data.notes;
  let listed = 0;
  let shown = { note: null, card: 0, side: "front" };
  let latest = null;
  let entered = null;
  let night = window.matchMedia("(prefers-color-scheme: dark)").matches;

  // Puts a card together as Anki does: sections, then fields, from the template that it gets.
  function fill(template, fields) {
    return template.replace(PART, (whole, sign, section, inner, field) => {
      if (field) return fields[field] || "";
      const full = !EMPTY.test(fields[section] || "");
      return full === (sign === "#") ? fill(inner, fields) : "";
    });
  }

  function template() {
    return data.types[shown.note.kind][shown.note.cards[shown.card].template];
  }

  function sideHtml() {
    const card = shown.note.cards[shown.card];
    const fields = { ...data.shared, ...shown.note.fields, "cloze:Text": card[shown.side] };
    return fill(template()[shown.side], fields);
  }

  // A document of its own for field HTML, in which nothing is loaded before its address is ours.
  function content(html) {
    const box = document.createElement("template");
    box.innerHTML = html.replace(/\[sound:([A-Za-z0-9.-]+)\]/g, '<audio controls data-name="$1"></audio>');
    for (const image of box.content.querySelectorAll("img")) {
      image.src = data.media[image.getAttribute("src")] || "data:,";
    }
    for (const player of box.content.querySelectorAll("audio")) {
      player.src = data.media[player.dataset.name] || "data:,";
      player.setAttribute("aria-label", data.sounds[player.dataset.name] || "Sound");
    }
    for (const link of box.content.querySelectorAll("a[href]")) {
      link.target = "_blank";
      link.rel = "noopener";
    }
    return box.content;
  }

  function showSide() {
    const inside = frame.contentDocument;
    const box = inside && inside.getElementById("qa");
    if (!box) return;
    at("flip").textContent = shown.side === "front" ? "Show the answer" : "Show the question";
    if (!shown.note) return box.replaceChildren();
    box.replaceChildren(inside.importNode(content(sideHtml()), true));
    if (template().scripted) {
      const script = inside.createElement("script");
      script.textContent = data.script;
      box.append(script);
    }
    frame.contentWindow.scrollTo(0, 0);
  }

  // With null, the page says that no card is left.
  function show(note, card) {
    shown = { note, card, side: "front" };
    latest = note || latest;
    frame.hidden = !note;
    at("none").hidden = Boolean(note);
    for (const id of ["previous", "flip", "next"]) at(id).disabled = !note;
    showSide();
    markRow(note);
    describe(note);
    history.replaceState(null, "", note ? "#" + note.id : location.href.split("#")[0]);
  }

  function markRow(note) {
    const list = at("list");
    for (const row of list.querySelectorAll("[aria-current]")) row.removeAttribute("aria-current");
    const place = found.indexOf(note);
    while (listed <= place) listMore();
    if (place < 0) return;
    const row = list.children[place].firstChild;
    row.setAttribute("aria-current", "true");
    if (list.contains(document.activeElement)) row.focus();
    stopAt(row);
    reveal(row);
  }

  // The list is one stop of the tab key; its arrow keys lead from row to row.
  function stopAt(row) {
    for (const other of at("list").querySelectorAll("[tabindex='0']")) other.tabIndex = -1;
    row.tabIndex = 0;
  }

  // Scrolls the list alone: on a phone the card stands below it, and must stay in sight.
  function reveal(row) {
    for (const box of [at("list"), at("list").parentElement]) {
      const area = box.getBoundingClientRect();
      const place = row.getBoundingClientRect();
      if (place.top < area.top) box.scrollTop -= area.top - place.top;
      else if (place.bottom > area.bottom) box.scrollTop += place.bottom - area.bottom;
    }
  }

  function flip() {
    if (!shown.note) return;
    shown.side = shown.side === "front" ? "back" : "front";
    showSide();
  }

  function step(by) {
    const note = found.indexOf(shown.note);
    const card = shown.card + by;
    if (note < 0) {
      if (found.length) show(found[0], 0);
    } else if (shown.note.cards[card]) {
      show(shown.note, card);
    } else if (found[note + by]) {
      show(found[note + by], by > 0 ? 0 : found[note + by].cards.length - 1);
    }
  }

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function describe(note) {
    const facts = at("facts");
    facts.replaceChildren();
    const findings = at("findings");
    findings.replaceChildren();
    at("about").hidden = !note;
    at("maths").hidden = !note || !note.maths;
    if (!note) return;
    const week = note.retired ? "retired" : note.week;
    const cards = note.cards.length > 1 ? `${shown.card + 1} of ${note.cards.length} of its note` : "";
    const rows = [
      ["Id", note.id, "code"], ["Card", cards], ["Asks", template().name],
      ["Topic", topics.get(note.topic)], ["Priority", note.priority], ["Week", week],
      ["File", note.where, "code"], ["Teaches", note.teaches.join(", "), "code"],
    ];
    for (const [name, value, tag] of rows) {
      if (!value) continue;
      const cell = element("dd");
      cell.append(element(tag || "span", String(value)));
      facts.append(element("dt", name), cell);
    }
    if (!note.findings.length) findings.append(element("p", "None.", "quiet"));
    const list = element("ul", "", "findings");
    for (const one of note.findings) {
      const item = element("li", "", one.severity);
      const head = element("p");
      head.append(element("b", one.severity), " ", element("code", `${one.code} ${one.name}`));
      item.append(head, element("p", one.message));
      if (one.help) item.append(element("p", one.help, "quiet"));
      const place = element("p", "", "quiet");
      place.append(element("code", one.where));
      item.append(place);
      list.append(item);
    }
    if (note.findings.length) findings.append(list);
  }

  // Texts are compared as people type them: any case, straight quotes, plain hyphens and spaces.
  function folded(text) {
    return text
      .replace(/[\u2018-\u201b\u2032\u02bc\u00b4]/g, "'")
      .replace(/[\u201c-\u201f\u2033\u00ab\u00bb]/g, '"')
      .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, "")
      .normalize("NFKC")
      .replace(/[\u2010-\u2015\u2212]/g, "-")
      .toLowerCase();
  }

  function matches(note, wanted) {
    const week = note.retired ? "retired" : String(note.week);
    return (
      (!wanted.topic || note.topic === wanted.topic) &&
      (!wanted.kind || note.kind === wanted.kind) &&
      (!wanted.priority || note.priority === wanted.priority) &&
      (!wanted.week || week === wanted.week) &&
      (!wanted.findings || (wanted.findings === "some") === note.findings.length > 0) &&
      wanted.words.every((word) => words.get(note).includes(word))
    );
  }

  function filter() {
    const wanted = Object.fromEntries(new FormData(filters));
    wanted.words = folded(wanted.text).split(/\s+/).filter(Boolean);
    found = data.notes.filter((note) => matches(note, wanted));
    const cards = found.reduce((sum, note) => sum + note.cards.length, 0);
    at("count").textContent = `${count(found.length, "note")}, ${count(cards, "card")}`;
    at("list").replaceChildren();
    listed = 0;
    listMore();
    if (found.includes(shown.note)) show(shown.note, shown.card);
    else if (!shown.note && found.includes(latest)) show(latest, 0);
    else show(found[0] || null, 0);
  }

  function count(number, what) {
    return `${number} ${what}${number === 1 ? "" : "s"}`;
  }

  function listMore() {
    const made = found.slice(listed, listed + AT_ONCE).map((note) => {
      const row = element("li");
      const button = element("button");
      button.type = "button";
      button.tabIndex = -1;
      const kind = note.kind[0].toUpperCase() + note.kind.slice(1);
      const parts = [topics.get(note.topic), kind];
      if (note.cards.length > 1) parts.push(count(note.cards.length, "card"));
      if (note.retired) parts.push("retired");
      const about = element("span", parts.join(" · "), "quiet");
      if (note.findings.length) {
        about.append(" · ", element("span", count(note.findings.length, "finding"), "found"));
      }
      const title = element("span", note.title, "title");
      title.lang = at("handout").lang;
      title.dir = "auto";
      button.append(title, about);
      button.addEventListener("click", () => {
        show(note, 0);
        if (window.matchMedia("(max-width: 760px)").matches) frame.scrollIntoView();
      });
      rows.set(button, note);
      row.append(button);
      return row;
    });
    at("list").append(...made);
    listed += made.length;
    at("more").hidden = listed >= found.length;
  }

  // The button may be gone now: who pressed it goes on with the first of the new rows.
  function showMore() {
    const first = listed;
    listMore();
    at("list").children[first].firstChild.focus();
  }

  function clearFilters() {
    filters.reset();
    filter();
    at("flip").focus();
  }

  function setNight(on) {
    night = on;
    document.documentElement.classList.toggle("night", on);
    at("night").setAttribute("aria-pressed", String(on));
    const inside = frame.contentDocument;
    if (inside && inside.body) {
      inside.body.classList.toggle("nightMode", on);
      inside.body.classList.toggle("night_mode", on);
    }
  }

  // The notes that the filters leave, question and answer, topic by topic.
  function writeHandout() {
    const handout = at("handout");
    handout.replaceChildren(element("h1", document.querySelector("h1").textContent));
    let number = 0;
    for (const [id, title] of topics) {
      const notes = found.filter((note) => note.topic === id);
      if (!notes.length) continue;
      handout.append(element("h2", title));
      for (const note of notes) handout.append(handoutOf(note, (number += 1)));
    }
    if (!number) handout.append(element("p", "No cards."));
    const imprint = element("footer", at("imprint").textContent);
    imprint.dir = "auto";
    handout.append(imprint);
  }

  function handoutOf(note, number) {
    const section = element("section");
    section.append(element("span", `${number}.`, "number"));
    const add = (name, html) => {
      if (!html) return;
      const part = element("div", "", name);
      // A list begins at the side of the deck's language; each text in it knows its own.
      if (name !== "options") part.dir = "auto";
      const written = content(html);
      for (const player of written.querySelectorAll("audio")) {
        player.replaceWith(element("bdi", `[${player.getAttribute("aria-label")}]`, "sound"));
      }
      part.append(document.importNode(written, true));
      section.append(part);
    };
    add("notice", note.fields.Notice);
    add("scenario", note.fields.Scenario);
    if (note.kind === "cloze") add("text", note.whole);
    else add("question", note.fields.Question);
    if (note.kind === "choice") add("options", note.fields["Options explained"]);
    else add("answer", note.fields.Answer);
    add("why", note.fields.Why);
    section.append(element("p", note.id, "id"));
    return section;
  }

  // Space flips wherever the focus is, but where it has a meaning of its own: a row of the list, a
  // step and a choice have been used when the focus is on them, and Enter uses them again.
  function onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    const target = closest(event, OWN_KEYS);
    if (event.key === " " && (!target || target.matches(FLIPS))) flip();
    else if (event.key === "ArrowLeft" && !isTyping(target)) step(-1);
    else if (event.key === "ArrowRight" && !isTyping(target)) step(1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // Some browsers press a button when the key goes up, whatever became of its going down.
  function onKeyUp(event) {
    if (event.key === " " && closest(event, FLIPS)) event.preventDefault();
  }

  function onListKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const place = found.indexOf(rows.get(closest(event, "button")));
    const places = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: found.length - 1 };
    if (place < 0 || !(event.key in places)) return;
    event.preventDefault();
    const note = found[places[event.key]];
    if (note) show(note, 0);
  }

  function closest(event, selector) {
    return event.target.closest ? event.target.closest(selector) : null;
  }

  function isTyping(target) {
    return target && target.matches("input, select, textarea, audio, .cps-table, [role=radio]");
  }

  // The frame can be ready before it reports so, and report more than once: each document of it
  // is entered one time. Keys are taken before the card's own script sees them.
  function enterFrame() {
    const inside = frame.contentDocument;
    if (!inside || inside === entered || !inside.getElementById("qa")) return;
    entered = inside;
    inside.addEventListener("keydown", onKey, true);
    inside.addEventListener("click", (event) => {
      const used = event.target.closest("a, audio, button, .cps-live, .cps-table");
      if (!used && String(frame.contentWindow.getSelection()) === "") flip();
    });
    setNight(night);
    showSide();
  }

  document.addEventListener("keydown", onKey);
  document.addEventListener("keyup", onKeyUp);
  at("list").addEventListener("keydown", onListKey);
  at("list").addEventListener("focusin", (event) => stopAt(event.target));
  filters.addEventListener("input", filter);
  filters.addEventListener("submit", (event) => event.preventDefault());
  at("more").addEventListener("click", showMore);
  at("clear").addEventListener("click", clearFilters);
  at("flip").addEventListener("click", flip);
  at("previous").addEventListener("click", () => step(-1));
  at("next").addEventListener("click", () => step(1));
  at("night").addEventListener("click", () => setNight(!night));
  at("print").addEventListener("click", () => window.print());
  window.addEventListener("beforeprint", writeHandout);
  window.matchMedia("print").addEventListener("change", (query) => query.matches && writeHandout());
  window.addEventListener("hashchange", showNamed);

  // An address can be typed or cut off wrong: then it names no card.
  function named() {
    const id = location.hash.slice(1);
    return data.notes.find((note) => note.id === id);
  }

  function showNamed() {
    const note = named();
    if (note && note !== shown.note) show(note, 0);
  }

  shown.note = named() || null;
  filter();
  frame.addEventListener("load", enterFrame);
  enterFrame();
})();
