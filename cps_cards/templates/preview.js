(function () {
  "use strict";

  const AT_ONCE = 100;
  const EMPTY = /^(?:\s|<\/?(?:br|div) ?\/?>)*$/i;
  const PART = /\{\{([#^])([^}]+)\}\}([\s\S]*?)\{\{\/\2\}\}|\{\{([^}]+)\}\}/g;
  const data = JSON.parse(document.getElementById("deck").textContent);
  const topics = new Map(data.topics);
  const at = (id) => document.getElementById(id);
  const frame = at("frame");
  const filters = at("filters");
  const words = new Map(data.notes.map((note) => [note, wordsOf(note)]));

  let found = data.notes;
  let listed = 0;
  let shown = { note: null, card: 0, side: "front" };
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
    if (!box || !shown.note) return;
    box.replaceChildren(inside.importNode(content(sideHtml()), true));
    if (template().scripted) {
      const script = inside.createElement("script");
      script.textContent = data.script;
      box.append(script);
    }
    frame.contentWindow.scrollTo(0, 0);
    at("flip").textContent = shown.side === "front" ? "Show the answer" : "Show the question";
  }

  function show(note, card) {
    shown = { note, card, side: "front" };
    showSide();
    for (const row of at("list").querySelectorAll("[aria-current]")) {
      row.removeAttribute("aria-current");
    }
    while (note && listed < found.length && found.indexOf(note) >= listed) listMore();
    const row = at("list").children[found.indexOf(note)];
    if (row) {
      row.firstChild.setAttribute("aria-current", "true");
      row.scrollIntoView({ block: "nearest" });
    }
    describe(note);
    if (note) history.replaceState(null, "", "#" + note.id);
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

  function wordsOf(note) {
    const texts = Object.values(note.fields).concat(note.cards.map((card) => card.back || ""));
    return `${note.id} ${texts.join(" ").replace(/<[^>]*>/g, " ")}`.toLowerCase();
  }

  function matches(note, wanted) {
    const week = note.retired ? "retired" : String(note.week);
    return (
      (!wanted.topic || note.topic === wanted.topic) &&
      (!wanted.kind || note.kind === wanted.kind) &&
      (!wanted.priority || note.priority === wanted.priority) &&
      (!wanted.week || week === wanted.week) &&
      (!wanted.findings || (wanted.findings === "some") === note.findings.length > 0) &&
      escaped(wanted.text).every((word) => words.get(note).includes(word))
    );
  }

  // What the fields hold is HTML: a typed < stands in them as an entity.
  function escaped(text) {
    const box = document.createElement("div");
    box.textContent = text.toLowerCase();
    return box.innerHTML.split(/\s+/).filter(Boolean);
  }

  function filter() {
    const wanted = Object.fromEntries(new FormData(filters));
    found = data.notes.filter((note) => matches(note, wanted));
    const cards = found.reduce((sum, note) => sum + note.cards.length, 0);
    at("count").textContent = `${count(found.length, "note")}, ${count(cards, "card")}`;
    at("list").replaceChildren();
    listed = 0;
    listMore();
    if (found.includes(shown.note)) show(shown.note, shown.card);
    else if (found.length) show(found[0], 0);
  }

  function count(number, what) {
    return `${number} ${what}${number === 1 ? "" : "s"}`;
  }

  function listMore() {
    const rows = found.slice(listed, listed + AT_ONCE).map((note) => {
      const row = element("li");
      const button = element("button");
      button.type = "button";
      const kind = note.kind[0].toUpperCase() + note.kind.slice(1);
      const parts = [topics.get(note.topic), kind];
      if (note.cards.length > 1) parts.push(count(note.cards.length, "card"));
      if (note.retired) parts.push("retired");
      const about = element("span", parts.join(" · "), "quiet");
      if (note.findings.length) {
        about.append(" · ", element("span", count(note.findings.length, "finding"), "found"));
      }
      button.append(element("span", note.title), about);
      button.addEventListener("click", () => {
        show(note, 0);
        if (window.matchMedia("(max-width: 760px)").matches) frame.scrollIntoView();
      });
      row.append(button);
      return row;
    });
    at("list").append(...rows);
    listed += rows.length;
    at("more").hidden = listed >= found.length;
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
  }

  function handoutOf(note, number) {
    const section = element("section");
    section.append(element("span", `${number}.`, "number"));
    const add = (name, html) => {
      if (!html) return;
      const part = element("div", "", name);
      part.dir = "auto";
      part.append(document.importNode(content(html), true));
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

  // Space flips wherever the focus is, but where it has a meaning of its own.
  function onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    const own = "input, select, textarea, button, summary, a, audio, [role=radio]";
    const target = event.target.closest ? event.target.closest(own) : null;
    if (event.key === " " && !target) flip();
    else if (event.key === "ArrowLeft" && !isTyping(target)) step(-1);
    else if (event.key === "ArrowRight" && !isTyping(target)) step(1);
    else return;
    event.preventDefault();
  }

  function isTyping(target) {
    return target && target.matches("input, select, textarea, audio, [role=radio]");
  }

  function enterFrame() {
    const inside = frame.contentDocument;
    inside.addEventListener("keydown", onKey);
    inside.addEventListener("click", (event) => {
      const used = event.target.closest("a, audio, button, .cps-live, .cps-table");
      if (!used && String(frame.contentWindow.getSelection()) === "") flip();
    });
    setNight(night);
    showSide();
  }

  document.addEventListener("keydown", onKey);
  filters.addEventListener("input", filter);
  filters.addEventListener("submit", (event) => event.preventDefault());
  at("more").addEventListener("click", listMore);
  at("flip").addEventListener("click", flip);
  at("previous").addEventListener("click", () => step(-1));
  at("next").addEventListener("click", () => step(1));
  at("night").addEventListener("click", () => setNight(!night));
  at("print").addEventListener("click", () => window.print());
  window.addEventListener("beforeprint", writeHandout);
  window.matchMedia("print").addEventListener("change", (query) => query.matches && writeHandout());
  window.addEventListener("hashchange", showNamed);

  function named() {
    const id = decodeURIComponent(location.hash.slice(1));
    return data.notes.find((note) => note.id === id);
  }

  function showNamed() {
    const note = named();
    if (note && note !== shown.note) show(note, 0);
  }

  shown.note = named() || null;
  filter();
  frame.addEventListener("load", enterFrame);
  if (frame.contentDocument && frame.contentDocument.getElementById("qa")) enterFrame();
})();
