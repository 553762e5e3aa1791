// Lets a learner choose an option before turning the card, and shows the choice on the back.
(function () {
  "use strict";
  var PREFIX = "cps-cards choice ";
  var LETTERS = "ABCDEF";
  var card = document.querySelector(".cps-choice");
  var list = card && card.querySelector(".cps-options");
  if (!list) return;
  var options = Array.prototype.slice.call(list.children);
  var name = PREFIX + text(".cps-deck-id") + "/" + text(".cps-card-id");

  if (card.classList.contains("cps-back")) showChoice(recall());
  else offerChoice();

  function text(selector) {
    var found = card.querySelector(selector);
    return found ? found.textContent.trim() : "";
  }

  // Some clients forbid storage: then the back is simply shown without a choice.
  function remember(index) {
    try {
      sessionStorage.setItem(name, String(index));
    } catch (error) {}
  }

  function recall() {
    try {
      var index = sessionStorage.getItem(name);
      return /^[0-5]$/.test(index) && index < options.length ? Number(index) : -1;
    } catch (error) {
      return -1;
    }
  }

  function offerChoice() {
    list.setAttribute("role", "radiogroup");
    list.setAttribute("aria-labelledby", "cps-question");
    options.forEach(function (option, index) {
      option.setAttribute("role", "radio");
      option.setAttribute("aria-checked", "false");
      option.tabIndex = index ? -1 : 0;
      // AnkiDroid and AnkiMobile take a tap elsewhere for a gesture of their own.
      option.classList.add("cps-live", "tappable");
      Array.prototype.forEach.call(option.querySelectorAll(".cps-table"), unscroll);
    });
    list.addEventListener("click", function (event) {
      var index = indexOf(event.target);
      if (index >= 0) choose(index);
    });
    list.addEventListener("keydown", function (event) {
      var index = indexOf(event.target);
      if (index < 0 || modified(event)) return;
      var next = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
      if (!next && event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      event.stopPropagation();
      choose((index + (next || 0) + options.length) % options.length);
    });
    listenForDigits();
  }

  // A control holds no other one: a table in it is no stop for the keyboard. One that the keyboard
  // would have to scroll is made to fit instead.
  function unscroll(table) {
    table.removeAttribute("role");
    table.removeAttribute("aria-label");
    table.removeAttribute("tabindex");
    if (table.scrollWidth > table.clientWidth) table.classList.add("cps-tight");
  }

  // A player or link inside an option is used, not chosen.
  function indexOf(target) {
    var option = target.closest(".cps-option");
    var control = target.closest("a, audio, button, video");
    return control && option && option.contains(control) ? -1 : options.indexOf(option);
  }

  function modified(event) {
    return event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented;
  }

  function choose(index) {
    options.forEach(function (option, number) {
      option.setAttribute("aria-checked", String(number === index));
      option.tabIndex = number === index ? 0 : -1;
    });
    options[index].focus();
    remember(index);
  }

  // Digits work wherever the focus is. The page may be kept for the next card, so the listener
  // leaves with this card.
  function listenForDigits() {
    var observer = new MutationObserver(leave);
    observer.observe(card.parentNode, { childList: true });
    document.addEventListener("keydown", onKey);

    function leave() {
      if (card.isConnected) return;
      document.removeEventListener("keydown", onKey);
      observer.disconnect();
    }

    function onKey(event) {
      leave();
      var index = /^[1-6]$/.test(event.key) ? event.key - 1 : -1;
      var writing = event.target.closest && event.target.closest("input, textarea, select");
      if (!options[index] || !card.isConnected || modified(event) || writing) return;
      event.preventDefault();
      choose(index);
    }
  }

  function showChoice(index) {
    if (index < 0) return;
    var option = options[index];
    var right = option.classList.contains("cps-key");
    var key = options.indexOf(list.querySelector(".cps-key"));
    option.classList.add("cps-chosen");
    option.querySelector(".cps-word").textContent = right
      ? "Right answer, your choice"
      : "Your choice, not this one";
    var verdict = card.querySelector(".cps-verdict");
    verdict.classList.add(right ? "cps-right" : "cps-wrong");
    verdict.textContent = right
      ? "✓ Right: you chose " + LETTERS[index] + "."
      : "✗ You chose " + LETTERS[index] + ". The right answer is " + LETTERS[key] + ".";
  }
})();
