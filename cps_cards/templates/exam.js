(function () {
  "use strict";

  const exam = JSON.parse(document.getElementById("exam").textContent);
  const at = (id) => document.getElementById(id);
  const VIEWS = { start: null, question: drawQuestion, overview: drawOverview, result: drawResult };
  const WARNINGS = [10, 5, 1];
  const FEWEST = 5;
  const title = document.title;
  const total = exam.questions.length;
  let kept = canKeep();
  let state = restored() || fresh();
  let before = secondsLeft();

  // Everything that a reload has to bring back. Time is "running", "up" or "off"; its end is a
  // moment, so that a reload gives nothing back.
  function fresh() {
    return {
      view: "start",
      place: 0,
      answers: exam.questions.map(() => null),
      flags: exam.questions.map(() => false),
      time: "",
      end: null,
    };
  }

  // Tried under another name: what another window keeps must not be touched.
  function canKeep() {
    try {
      localStorage.setItem(`${exam.name}-try`, "");
      localStorage.removeItem(`${exam.name}-try`);
      return true;
    } catch {
      return false;
    }
  }

  function restored() {
    try {
      const one = JSON.parse(localStorage.getItem(exam.name));
      return isSound(one) ? one : null;
    } catch {
      return null;
    }
  }

  function isSound(one) {
    const isPlace = (place, size) => Number.isInteger(place) && place >= 0 && place < size;
    return (
      one !== null &&
      typeof one === "object" &&
      Object.hasOwn(VIEWS, one.view) &&
      isPlace(one.place, total) &&
      Array.isArray(one.answers) &&
      one.answers.length === total &&
      one.answers.every((a, i) => a === null || isPlace(a, exam.questions[i].answers.length)) &&
      Array.isArray(one.flags) &&
      one.flags.length === total &&
      ["", "running", "up", "off"].includes(one.time) &&
      (one.time !== "running" || Number.isFinite(one.end))
    );
  }

  function keep() {
    try {
      localStorage.setItem(exam.name, JSON.stringify(state));
    } catch {
      kept = false;
    }
    for (const line of document.querySelectorAll(".not-kept")) line.hidden = kept;
  }

  // What the page shows is always what the state says; who goes somewhere is led there.
  function go(view, place = state.place) {
    Object.assign(state, { view, place });
    keep();
    draw();
    window.scrollTo(0, 0);
    at(`${view}-title`).focus();
  }

  function draw() {
    for (const name of Object.keys(VIEWS)) at(name).hidden = name !== state.view;
    for (const line of document.querySelectorAll(".not-kept")) line.hidden = kept;
    if (VIEWS[state.view]) VIEWS[state.view]();
    const heading = state.view === "start" ? "" : `${at(`${state.view}-title`).textContent} – `;
    document.title = heading + title;
    showClock();
  }

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function count(number, what) {
    return `${number} ${what}${number === 1 ? "" : "s"}`;
  }

  // HTML of the deck; nothing in it is loaded before its address is ours.
  function content(html) {
    const box = document.createElement("template");
    box.innerHTML = html;
    for (const node of box.content.querySelectorAll("img, audio")) {
      node.src = exam.media[node.getAttribute("src")] || "data:,";
      if (node.tagName === "AUDIO") node.setAttribute("aria-label", "Sound");
    }
    for (const link of box.content.querySelectorAll("a[href]")) {
      link.target = "_blank";
      link.rel = "noopener";
    }
    for (const table of box.content.querySelectorAll("table")) {
      const area = element("div", "", "wide");
      area.tabIndex = 0;
      area.setAttribute("role", "group");
      area.setAttribute("aria-label", "Table");
      table.replaceWith(area);
      area.append(table);
    }
    return box.content;
  }

  function written(name, html, className) {
    const made = element(name, "", className);
    made.lang = at("asked").lang;
    made.dir = "auto";
    made.append(content(html));
    return made;
  }

  // Of an option or a folded question: what can be pressed in it would be in the way.
  function still(name, html, className) {
    const made = written(name, html, className);
    for (const link of made.querySelectorAll("a")) link.replaceWith(...link.childNodes);
    for (const area of made.querySelectorAll(".wide")) area.replaceWith(...area.childNodes);
    return made;
  }

  function letter(place) {
    const made = element("span", `${"ABCDEF"[place]}.`, "letter");
    made.dir = "ltr";
    return made;
  }

  function drawQuestion() {
    const question = exam.questions[state.place];
    at("question-title").textContent = `Question ${state.place + 1} of ${total}`;
    const set = element("fieldset");
    set.append(written("legend", question.text));
    question.answers.forEach((answer, place) => set.append(option(answer.text, place)));
    at("asked").replaceChildren(set);
    if (question.scenario) {
      const scenario = written("div", question.scenario, "scenario");
      scenario.id = "scenario";
      set.setAttribute("aria-describedby", "scenario");
      at("asked").prepend(scenario);
    }
    if (at("maths")) at("maths").hidden = !question.maths;
    at("previous").disabled = state.place === 0;
    at("next").disabled = state.place === total - 1;
    at("flag").setAttribute("aria-pressed", String(state.flags[state.place]));
  }

  function option(html, place) {
    const row = element("div", "", "option");
    const label = element("label");
    const radio = element("input");
    Object.assign(radio, { type: "radio", name: "answer", value: String(place) });
    radio.checked = state.answers[state.place] === place;
    const text = still("div", html, "text");
    label.append(radio, letter(place), " ", text);
    row.append(label);
    for (const player of text.querySelectorAll("audio")) {
      player.before(player.getAttribute("aria-label"));
      row.append(player);
    }
    return row;
  }

  function choose(event) {
    state.answers[state.place] = Number(event.target.value);
    keep();
  }

  function flag() {
    state.flags[state.place] = !state.flags[state.place];
    at("flag").setAttribute("aria-pressed", String(state.flags[state.place]));
    keep();
  }

  function drawOverview() {
    const tiles = state.answers.map((answer, place) => {
      const item = element("li");
      const button = element("button");
      button.type = "button";
      const words = [answer === null ? "not answered" : "answered"];
      const signs = [answer === null ? "" : "✓"];
      if (state.flags[place]) {
        words.push("flagged");
        signs.push("⚑");
      }
      button.setAttribute("aria-label", `Question ${place + 1}: ${words.join(", ")}`);
      if (place === state.place) button.setAttribute("aria-current", "true");
      button.classList.toggle("answered", answer !== null);
      button.append(element("span", String(place + 1)), sign(signs.join(""), "signs"));
      button.addEventListener("click", () => go("question", place));
      item.append(button);
      return item;
    });
    at("tiles").replaceChildren(...tiles);
    at("counts").textContent = open();
  }

  // How many questions are still open, in words.
  function open() {
    const left = state.answers.filter((answer) => answer === null).length;
    const flags = state.flags.filter(Boolean).length;
    const first = left
      ? `${left} of ${count(total, "question")} ${left === 1 ? "is" : "are"} not answered.`
      : `All ${count(total, "question")} ${total === 1 ? "is" : "are"} answered.`;
    return flags ? `${first} ${flags} ${flags === 1 ? "is" : "are"} flagged.` : first;
  }

  function ask() {
    at("submit-text").textContent = open();
    at("submit-dialog").showModal();
  }

  function handIn(time) {
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    state.time = time;
    state.flags.fill(false);
    go("result");
  }

  function isRight(place) {
    return state.answers[place] === exam.questions[place].right;
  }

  function drawResult() {
    const places = exam.questions.map((question, place) => place);
    const right = places.filter(isRight).length;
    const left = state.answers.filter((answer) => answer === null).length;
    const [percent, low, high] = exam.scores[total][right];
    const lines = [
      element("p", `${right} of ${total} right, ${percent} %`, "score"),
      element("p", `With other questions of this kind, expect ${low} % to ${high} %.`),
      element("p", left ? `${count(left, "question")} not answered.` : "All questions answered."),
    ];
    if (exam.minutes) lines.push(element("p", timeLine()));
    at("score").replaceChildren(...lines);
    at("topics").replaceChildren(...exam.topics.map((name, topic) => topicRow(name, topic, places)));
    drawMissed(places.filter((place) => !isRight(place)));
    at("reviews").replaceChildren(...places.map(review));
  }

  function timeLine() {
    if (state.time === "off") return "Finished without the clock, after the time was up.";
    const limit = count(exam.minutes, "minute");
    return state.time === "up" ? `Submitted when the ${limit} were up.` : `Submitted within ${limit}.`;
  }

  function topicRow(name, topic, places) {
    const row = element("tr");
    const own = places.filter((place) => exam.questions[place].topic === topic);
    const right = own.filter(isRight).length;
    const [percent, low, high] = exam.scores[own.length][right];
    const few = own.length < FEWEST;
    const head = written("th", "");
    head.textContent = name;
    head.scope = "row";
    row.append(
      head,
      element("td", `${right} of ${own.length}${few ? "" : `, ${percent} %`}`),
      element("td", few ? "too few to tell" : `${low} % to ${high} %`),
    );
    return row;
  }

  function drawMissed(missed) {
    if (!missed.length) {
      at("missed").replaceChildren(element("p", "No card was missed."));
      return;
    }
    const ids = missed.map((place) => exam.questions[place].id);
    const label = element("label", "Paste this search into Anki's Browse window:");
    label.htmlFor = "search";
    const field = element("textarea");
    Object.assign(field, { id: "search", readOnly: true, rows: 3, spellcheck: false });
    field.value = `"Deck ID:${exam.deck}" "Card ID:re:^(${ids.join("|")})$"`;
    const button = element("button", "Copy");
    button.type = "button";
    const said = element("span", "", "said");
    said.setAttribute("role", "status");
    button.addEventListener("click", () => copy(field, said));
    at("missed").replaceChildren(label, field, button, " ", said);
  }

  async function copy(field, said) {
    let done = true;
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      field.select();
      done = document.execCommand("copy");
    }
    said.textContent = done ? "Copied." : "The search is selected: copy it with your keyboard.";
  }

  function review(_, place) {
    const question = exam.questions[place];
    const chosen = state.answers[place];
    const right = isRight(place);
    const details = element("details", "", right ? "right" : "missed");
    details.open = !right;
    const summary = element("summary");
    const word = right ? "right" : chosen === null ? "not answered" : "wrong";
    const heading = element("h4");
    heading.append(sign(right ? "✓" : chosen === null ? "–" : "✗"));
    heading.append(`Question ${place + 1}: ${word}`);
    summary.append(heading, still("div", question.text, "gist"));
    for (const player of summary.querySelectorAll("audio, img")) player.remove();
    details.append(summary);
    if (question.scenario) details.append(written("div", question.scenario, "scenario"));
    details.append(written("div", question.text, "asked"));
    const yours = chosen === null ? "Not answered." : `Your answer: ${"ABCDEF"[chosen]}.`;
    details.append(element("p", `${yours} Right answer: ${"ABCDEF"[question.right]}.`));
    const list = element("ol", "", "answers");
    list.setAttribute("role", "list");
    question.answers.forEach((answer, i) => list.append(explained(answer, i, question, chosen)));
    details.append(list);
    if (question.why) details.append(written("div", question.why, "why"));
    const sources = element("ul", "", "sources");
    for (const source of question.sources) sources.append(written("li", exam.sources[source]));
    if (question.sources.length) details.append(element("p", "Sources:", "quiet"), sources);
    const about = element("p", "Card: ", "quiet");
    about.append(element("code", question.id));
    if (exam.report) {
      const link = element("a", "Report a mistake in this card");
      link.href = exam.report.replaceAll("{id}", question.id);
      link.target = "_blank";
      link.rel = "noopener";
      about.append(" ", link);
    }
    details.append(about);
    return details;
  }

  function explained(answer, place, question, chosen) {
    const right = place === question.right;
    const item = element("li", "", right ? "right" : place === chosen ? "wrong" : "");
    const body = element("div", "", "text");
    body.append(written("div", answer.text));
    const words = [];
    if (right) words.push("Right answer");
    if (place === chosen) words.push(right ? "your answer" : "Your answer: wrong");
    if (words.length) {
      const mark = element("p", "", "mark");
      mark.append(sign(right ? "✓" : "✗"), words.join(", "));
      body.append(mark);
    }
    if (answer.why) body.append(written("div", answer.why, "why"));
    item.append(letter(place), " ", body);
    return item;
  }

  // A sign is for the eyes: screen readers have the words beside it.
  function sign(text, className = "sign") {
    const made = element("span", text, className);
    made.setAttribute("aria-hidden", "true");
    return made;
  }

  function startAgain() {
    try {
      localStorage.removeItem(exam.name);
    } catch {
      kept = false;
    }
    state = fresh();
    draw();
    window.scrollTo(0, 0);
    at("start-title").focus();
  }

  function begin() {
    if (exam.minutes) {
      state.time = "running";
      state.end = Date.now() + exam.minutes * 60000;
      before = secondsLeft();
    }
    go("question", 0);
  }

  function secondsLeft() {
    return state.time === "running" ? Math.max(0, Math.ceil((state.end - Date.now()) / 1000)) : 0;
  }

  function isRunning() {
    return state.time === "running" && state.view !== "start" && state.view !== "result";
  }

  function showClock() {
    at("clock").hidden = !isRunning();
    const left = secondsLeft();
    at("left").textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  }

  // The clock is no live region; it speaks when ten, five minutes and one are left.
  function tick() {
    if (!isRunning()) return;
    const left = secondsLeft();
    showClock();
    for (const minutes of WARNINGS) {
      if (left <= minutes * 60 && before > minutes * 60 && left > 0) {
        at("spoken").textContent = `${count(minutes, "minute")} left.`;
      }
    }
    before = left;
    if (left === 0 && !at("time-dialog").open) timeIsUp();
  }

  function timeIsUp() {
    if (at("submit-dialog").open) at("submit-dialog").close();
    at("time-text").textContent = `The ${count(exam.minutes, "minute")} are over. ${open()}`;
    at("time-dialog").showModal();
  }

  // What loses nothing: also when the dialog is closed with Escape.
  function stopClock() {
    if (state.time !== "running") return;
    state.time = "off";
    keep();
    if (at("time-dialog").open) at("time-dialog").close();
    showClock();
  }

  at("begin").addEventListener("click", begin);
  at("asked").addEventListener("change", choose);
  at("previous").addEventListener("click", () => go("question", state.place - 1));
  at("next").addEventListener("click", () => go("question", state.place + 1));
  at("flag").addEventListener("click", flag);
  at("see-all").addEventListener("click", () => go("overview"));
  at("back").addEventListener("click", () => go("question"));
  for (const button of document.querySelectorAll(".submit")) button.addEventListener("click", ask);
  at("keep-going").addEventListener("click", () => at("submit-dialog").close());
  at("hand-in").addEventListener("click", () => handIn(state.time));
  at("time-submit").addEventListener("click", () => handIn("up"));
  at("time-off").addEventListener("click", stopClock);
  at("time-dialog").addEventListener("close", stopClock);
  at("again").addEventListener("click", startAgain);
  document.addEventListener("visibilitychange", tick);
  // The same exam in another window of this browser: the later change is what both show.
  window.addEventListener("storage", (event) => {
    const other = event.key === exam.name ? restored() : null;
    if (!other) return;
    state = other;
    draw();
  });
  setInterval(tick, 1000);

  draw();
  tick();
})();
