/* The Explore page: draws the chosen view with Plotly. The choice stands in the address, so it can be shared. */
(function () {
  "use strict";
  var box = document.querySelector(".explore");
  var data = JSON.parse(document.getElementById("views").textContent);
  var plot = document.getElementById("plot");
  var select = document.getElementById("view");
  var one = document.getElementById("one");
  if (!box || !window.Plotly || !data.views.length) return;
  var periods = data.periods;

  // A span stands at its middle; a bar shows from when to when it is.
  function middle(at) {
    if (!periods.ends) return periods.starts[at];
    return new Date((Date.parse(periods.starts[at]) + Date.parse(periods.ends[at]) + 864e5) / 2).toISOString().slice(0, 10);
  }
  function reach(series, colours) {
    var x = [], y = [];
    series.y.forEach(function (value, at) {
      x.push(periods.starts[series.first + at], periods.ends[series.first + at], null);
      y.push(value, value, null);
    });
    return { x: x, y: y, type: "scatter", mode: "lines", opacity: 0.3, line: { color: colours.accent, width: 5 }, hoverinfo: "skip", showlegend: false };
  }

  function number(value, decimals) {
    var parts = Math.abs(value).toFixed(decimals).split(".");
    var whole = parts[0].replace(/\B(?=(\d{3})+$)/g, data.marks.group);
    var text = parts[1] ? whole + data.marks.decimal + parts[1] : whole;
    return value < 0 ? data.marks.minus + text : text;
  }
  function said(view, series, at) {
    if (series.y[at] === null) return "";
    var own = series.text ? series.text[at] : view.template.replace("{number}", number(series.y[at], view.decimals));
    var status = data.statuses[series.status[at]];
    return periods.texts[series.first + at] + ": " + own + (status ? " (" + status + ")" : "");
  }
  function trace(view, series, chosen, colours) {
    var made = {
      name: series.name,
      x: series.y.map(function (_, at) { return middle(series.first + at); }),
      y: series.y,
      customdata: series.y.map(function (_, at) { return view.indicator + "." + series.category + "." + periods.codes[series.first + at]; }),
      text: series.y.map(function (_, at) { return said(view, series, at); }),
      hovertemplate: (view.series.length > 1 ? series.name + "<br>" : "") + "%{text}<extra></extra>",
      showlegend: false
    };
    if (view.columns) return Object.assign(made, { type: "bar", marker: { color: colours.accent }, textposition: "none" });
    return Object.assign(made, {
      type: "scatter", mode: view.apart ? "markers" : chosen ? "lines+markers" : "lines", connectgaps: false,
      line: { color: chosen ? colours.accent : colours.mute, width: chosen ? 2.5 : 1 }, marker: { size: 5 }
    });
  }
  function held(stretch, colours) {
    var range = stretch.y.length > 1;
    var x = range ? [stretch.ends[0], stretch.ends[1], stretch.ends[1], stretch.ends[0], stretch.ends[0]] : stretch.ends;
    var y = range ? [stretch.y[0], stretch.y[0], stretch.y[1], stretch.y[1], stretch.y[0]] : [stretch.y[0], stretch.y[0]];
    return {
      name: stretch.name, x: x, y: y, type: "scatter", mode: "lines", hoverinfo: "name", hoverlabel: { namelength: -1 },
      line: { color: colours.ink, width: 1.5 }, fill: range ? "toself" : "none", showlegend: true
    };
  }
  function layout(view, colours) {
    return {
      template: "none", separators: data.marks.decimal + data.marks.group,
      font: { family: "Plus Jakarta Sans, sans-serif", size: 14, color: colours.ink },
      margin: { l: 56, r: 16, t: 16, b: 48 }, legend: { orientation: "h" }, hovermode: "closest",
      xaxis: {
        type: "date", gridcolor: colours.grid, tickvals: view.ticks.map(function (tick) { return middle(tick[0]); }),
        ticktext: view.ticks.map(function (tick) { return tick[1]; })
      },
      yaxis: { ticksuffix: view.suffix, automargin: true, gridcolor: colours.grid, zerolinecolor: colours.mute },
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)"
    };
  }
  function draw(place, chosen) {
    var view = data.views[place], style = getComputedStyle(document.body);
    var colours = { ink: style.color, accent: style.getPropertyValue("--accent").trim(), mute: style.getPropertyValue("--mute").trim(), grid: style.getPropertyValue("--grid").trim() };
    var traces = view.series.map(function (series, at) { return trace(view, series, at === chosen, colours); });
    // The chosen line is drawn last, over the others.
    traces.push(traces.splice(chosen, 1)[0]);
    if (periods.ends) traces.unshift(reach(view.series[chosen], colours));
    traces = traces.concat(view.held.map(function (stretch) { return held(stretch, colours); }));
    window.Plotly.react(plot, traces, layout(view, colours), { responsive: true, displayModeBar: false });
  }
  function within(text, count) {
    var place = parseInt(text, 10);
    return place >= 0 && place < count ? place : 0;
  }
  function chosen() {
    var parts = location.hash.replace("#view=", "").split(",");
    var view = within(parts[0], data.views.length);
    return [view, within(parts[1], data.views[view].series.length)];
  }
  function offer(view, place) {
    one.replaceChildren.apply(one, data.views[view].series.map(function (series, at) {
      return new Option(series.name, String(at), false, at === place);
    }));
    one.closest("p").hidden = data.views[view].series.length < 2;
  }
  function show() {
    var now = chosen();
    select.value = String(now[0]);
    offer(now[0], now[1]);
    draw(now[0], now[1]);
  }
  select.addEventListener("change", function () { location.hash = "view=" + select.value; });
  one.addEventListener("change", function () { location.hash = "view=" + chosen()[0] + "," + one.value; });
  window.addEventListener("hashchange", show);
  box.hidden = false;
  show();
})();
