(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("data").textContent);
  var night = window.matchMedia("(prefers-color-scheme: dark)");
  var state = { side: "back", theme: night.matches ? "night" : "day" };
  var TALLEST = 640;

  // What stands in a frame can run nothing (its sandbox allows no script, and the page's policy
  // holds in it, too); it shares our origin only so that its height can be measured.
  function source(card) {
    var dark = state.theme === "night";
    return '<!doctype html><html lang="en"' + (dark ? ' class="night-mode"' : "") + '><head><meta charset="utf-8">' +
      '<meta name="color-scheme" content="' + (dark ? "dark" : "light") + '"><title>Card</title><style>' + data.style + "</style></head>" +
      '<body class="card card1' + (dark ? " nightMode night_mode" : "") + '">' + card[state.side] + "</body></html>";
  }

  function fit(frame) {
    var page = frame.contentDocument;
    if (!page || !page.body) { return; }
    frame.style.height = "0";
    var height = Math.max(page.documentElement.scrollHeight, page.body.scrollHeight);
    frame.style.height = Math.min(TALLEST, Math.max(160, height + 18)) + "px";
  }

  function show(phones, now) {
    phones.classList.add("shown");
    var name = phones.closest("article").querySelector("h3").textContent;
    Array.prototype.forEach.call(phones.querySelectorAll("figure"), function (figure) {
      var frame = figure.querySelector("iframe");
      if (!frame) {
        frame = document.createElement("iframe");
        frame.setAttribute("sandbox", "allow-same-origin");
        frame.title = figure.querySelector("figcaption").textContent + ": " + name;
        frame.addEventListener("load", function () { fit(frame); });
        figure.appendChild(frame);
      }
      frame.className = state.theme;
      var card = source(data.cards[figure.dataset.card]);
      if (now === true) {
        frame.contentDocument.open();
        frame.contentDocument.write(card);
        frame.contentDocument.close();
        fit(frame);
      } else {
        frame.srcdoc = card;
      }
    });
  }

  // A page of hundreds of cards draws those that come into view.
  var watcher = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      if (entry.isIntersecting) {
        watcher.unobserve(entry.target);
        show(entry.target.querySelector(".phones"));
      }
    });
  }, { rootMargin: "600px" });

  // On paper nothing comes into view, and nothing that loads later comes in time.
  window.addEventListener("beforeprint", function () {
    watcher.disconnect();
    Array.prototype.forEach.call(document.querySelectorAll(".phones"), function (phones) {
      show(phones, true);
    });
  });

  function redraw() {
    Array.prototype.forEach.call(document.querySelectorAll(".phones.shown"), show);
    Array.prototype.forEach.call(document.querySelectorAll(".tools button"), function (button) {
      var on = button.dataset.side === state.side || button.dataset.theme === state.theme;
      button.setAttribute("aria-pressed", String(on));
    });
  }

  document.querySelector(".tools").addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (!button) { return; }
    if (button.dataset.side) { state.side = button.dataset.side; }
    if (button.dataset.theme) { state.theme = button.dataset.theme; }
    redraw();
  });
  night.addEventListener("change", function () {
    state.theme = night.matches ? "night" : "day";
    redraw();
  });
  document.querySelector(".tools").hidden = false;
  redraw();
  Array.prototype.forEach.call(document.querySelectorAll("article"), function (article) {
    if (article.querySelector(".phones")) { watcher.observe(article); }
  });
})();
