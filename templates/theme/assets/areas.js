/* A field above the list of places that narrows it while a reader types. Without it the list stands whole.
   Every word that is typed has to be in the name, or in another name or the code that the data know. */
(function () {
  "use strict";
  var box = document.getElementById("narrow");
  if (!box) return;
  var lists = [].slice.call(document.querySelectorAll(".spots"));
  var all = [].slice.call(document.querySelectorAll(".spots li"));
  var jumps = [].slice.call(document.querySelectorAll(".jumps"));

  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }
  var known = all.map(function (item) {
    return plain(item.textContent + " " + item.getAttribute("data-keys"));
  });

  var label = document.createElement("label"), field = document.createElement("input"), said = document.createElement("p");
  label.textContent = box.dataset.label;
  label.htmlFor = field.id = "narrow-field";
  field.type = "search";
  field.placeholder = box.dataset.hint;
  field.autocomplete = "off";
  field.spellcheck = false;
  said.className = "small soft";
  said.setAttribute("role", "status");
  box.append(label, field, said);
  box.hidden = false;

  function shown() {
    return all.filter(function (item) { return !item.hidden; });
  }
  function hasShown(part) {
    return part.querySelector("li:not([hidden])") !== null;
  }
  function narrow() {
    var words = plain(field.value).split(/\s+/).filter(Boolean);
    all.forEach(function (item, at) {
      item.hidden = !words.every(function (word) { return known[at].indexOf(word) >= 0; });
    });
    lists.forEach(function (list) {
      [].forEach.call(list.querySelectorAll(".letter"), function (part) { part.hidden = !hasShown(part); });
      list.querySelector(".tallied").hidden = words.length > 0;
      list.hidden = !hasShown(list);
    });
    jumps.forEach(function (jump) { jump.hidden = words.length > 0; });
    var count = shown().length;
    said.textContent = !words.length ? "" : !count ? box.dataset.none
      : box.dataset.said.replace("%1", count).replace("%2", all.length);
  }
  field.addEventListener("input", narrow);
  field.addEventListener("keydown", function (event) {
    var first = field.value.trim() ? shown()[0] : null;
    if (event.key === "Escape") {
      field.value = "";
      narrow();
    } else if (first && event.key === "Enter" && shown().length === 1) {
      first.querySelector("a").click();
    } else if (first && (event.key === "Enter" || event.key === "ArrowDown")) {
      event.preventDefault();
      first.querySelector("a").focus();
    }
  });
  if (field.value) narrow();
})();
