// Every front forgets what was chosen before, so that a back shows a choice of its own front alone.
(function () {
  "use strict";
  if (document.querySelector(".cps-back")) return;
  try {
    Object.keys(sessionStorage).forEach(function (key) {
      if (key.indexOf("cps-cards choice ") === 0) clear(key);
    });
  } catch (error) {
    // Some clients forbid storage: then nothing is remembered either.
  }

  function clear(key) {
    try {
      sessionStorage.removeItem(key);
    } catch (error) {
      sessionStorage.setItem(key, "");
    }
  }
})();
