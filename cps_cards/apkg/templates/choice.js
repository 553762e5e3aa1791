// Shows the options in a new order, lets a learner choose one before turning the card, and shows
// order and choice on the back.
(function () {
  "use strict";
  var PREFIX = "cps-cards choice ";
  var card = document.querySelector(".cps-choice");
  var list = card && card.querySelector(".cps-options");
  if (!list) return;
  var compiled = Array.prototype.slice.call(list.children);
  var letters = Array.prototype.map.call(list.querySelectorAll(".cps-letter"), function (letter) {
    return letter.textContent;
  });
  var mixed = list.classList.contains("cps-mixed");
  var order = compiled.map(function (option, number) {
    return number;
  });
  var options = compiled;
  var name = PREFIX + text(".cps-deck-id") + "/" + text(".cps-card-id");

  if (card.classList.contains("cps-back")) {
    showChoice(recall());
  } else {
    if (mixed) mix();
    offerChoice();
  }

  function text(selector) {
    var found = card.querySelector(selector);
    return found ? found.textContent.trim() : "";
  }

  // Both are remembered as the numbers of the compiled options: "2031 3", or "2031 " as long as
  // none is chosen. Some clients forbid storage: then the order stays as it was compiled, and the
  // back is shown without a choice.
  function remember(order, choice) {
    var value = order.join("") + " " + choice;
    try {
      sessionStorage.setItem(name, value);
      return sessionStorage.getItem(name) === value;
    } catch (error) {
      return false;
    }
  }

  // The place of the chosen option, or -1. An order that is none of these options is not taken.
  function recall() {
    var found = null;
    try {
      found = /^([0-5]+) ([0-5]?)$/.exec(sessionStorage.getItem(name));
    } catch (error) {}
    if (!found) return -1;
    var numbers = found[1].split("").map(Number);
    if (numbers.slice().sort().join("") !== order.join("")) return -1;
    if (mixed) arrange(numbers);
    return found[2] ? order.indexOf(Number(found[2])) : -1;
  }

  // Only an order that the back will know is shown: the letters of both sides have to agree.
  function mix() {
    var next = order.slice();
    for (var last = next.length - 1; last > 0; last -= 1) {
      var other = Math.floor(Math.random() * (last + 1));
      var moved = next[last];
      next[last] = next[other];
      next[other] = moved;
    }
    if (remember(next, "")) arrange(next);
  }

  // The options move in the page itself, so that keyboard and screen reader meet them as the eye
  // does; the letters stay in their places.
  function arrange(numbers) {
    order = numbers;
    options = numbers.map(function (number, place) {
      var option = compiled[number];
      list.appendChild(option);
      option.querySelector(".cps-letter").textContent = letters[place];
      return option;
    });
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
    remember(order, order[index]);
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
    var verdict = card.querySelector(".cps-verdict");
    var key = letters[options.indexOf(list.querySelector(".cps-key"))];
    if (index < 0) {
      if (key) verdict.textContent = "The right answer is " + key + ".";
      return;
    }
    var option = options[index];
    var right = option.classList.contains("cps-key");
    option.classList.add("cps-chosen");
    option.querySelector(".cps-word").textContent = right
      ? "Right answer, your choice"
      : "Your choice, not this one";
    verdict.classList.add(right ? "cps-right" : "cps-wrong");
    verdict.textContent = right
      ? "✓ Right: you chose " + key + "."
      : "✗ You chose " + letters[index] + ". The right answer is " + key + ".";
  }
})();
