/* The Explore page: draws the chosen view with Plotly. The choice stands in the address, so it can be shared. */
(function () {
  "use strict";
  var box = document.querySelector(".explore");
  var views = JSON.parse(document.getElementById("views").textContent);
  var plot = document.getElementById("plot");
  var select = document.getElementById("view");
  if (!box || !window.Plotly || !views.length) return;
  function draw(place) {
    var figure = views[place].figure;
    var ink = getComputedStyle(document.body).color;
    var layout = Object.assign({}, figure.layout, { font: Object.assign({}, figure.layout.font, { color: ink }) });
    (layout.shapes || []).forEach(function (shape) { shape.line.color = ink; });
    window.Plotly.react(plot, figure.data, layout, { responsive: true, displayModeBar: false });
  }
  function chosen() {
    var place = parseInt(location.hash.replace("#view=", ""), 10);
    return place >= 0 && place < views.length ? place : 0;
  }
  function show() { select.value = String(chosen()); draw(chosen()); }
  select.addEventListener("change", function () { location.hash = "view=" + select.value; });
  window.addEventListener("hashchange", show);
  box.hidden = false;
  show();
})();
