/* The Explore page: draws the chosen view with Plotly. The choice stands in the address, so it can be shared.
   What it and `choose.js` have in common is `window.explore`. */
(function () {
  "use strict";
  var box = document.querySelector(".explore"), found = document.getElementById("views");
  if (!box || !found || !window.Plotly) return;
  var data = JSON.parse(found.textContent);
  var periods = data.periods;
  var FEW = 4, ROOM = 88, CLOSE = 40;

  /* Digits as the language writes them, of a number as a program writes it: "-1234.5". */
  function written(digits) {
    var parts = digits.replace("-", "").split(".");
    var whole = parts[0].replace(/\B(?=(\d{3})+$)/g, data.marks.group);
    return (digits[0] === "-" ? data.marks.minus : "") + (parts[1] ? whole + data.marks.decimal + parts[1] : whole);
  }
  /* What the address says of one part of the page; `go` writes it and leaves the other part's as it is. */
  function told(name) {
    return new URLSearchParams(location.hash.slice(1)).getAll(name);
  }
  function go(name, values) {
    var parts = [];
    new URLSearchParams(location.hash.slice(1)).forEach(function (value, key) { if (key !== name) parts.push([key, value]); });
    values.forEach(function (value) { parts.push([name, value]); });
    location.hash = parts.map(function (pair) {
      return pair.map(encodeURIComponent).join("=").replace(/%2C/g, ",").replace(/%3A/g, ":");
    }).join("&");
  }
  function colours(where) {
    var style = getComputedStyle(where), named = { ink: style.color };
    ["accent", "mute", "grid", "s1", "s2", "s3", "s4", "s5"].forEach(function (name) {
      named[name] = style.getPropertyValue("--" + name).trim();
    });
    return named;
  }
  function layout(ticks, suffix, seen) {
    return {
      template: "none", separators: data.marks.decimal + data.marks.group,
      font: { family: "Plus Jakarta Sans, sans-serif", size: 14, color: seen.ink },
      margin: { l: 56, r: 16, t: 16, b: 48 }, legend: { orientation: "h" }, hovermode: "closest",
      xaxis: {
        type: "date", gridcolor: seen.grid, tickvals: ticks.map(function (tick) { return tick[0]; }),
        ticktext: ticks.map(function (tick) { return tick[1]; })
      },
      yaxis: { ticksuffix: suffix, exponentformat: "none", separatethousands: true, automargin: true, gridcolor: seen.grid, zerolinecolor: seen.mute },
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)"
    };
  }
  /* Where a period stands: on its first day; a span on the day in its middle. */
  function middle(of, at) {
    if (!of.ends) return of.starts[at];
    return half(of.starts[at], of.ends[at]);
  }
  function half(start, end) {
    return new Date((Date.parse(start) + Date.parse(end) + 864e5) / 2).toISOString().slice(0, 10);
  }
  window.explore = { data: data, written: written, told: told, go: go, colours: colours, layout: layout, middle: middle };

  var plot = document.getElementById("plot");
  var select = document.getElementById("view");
  var one = document.getElementById("one");
  var now = document.getElementById("plot-now");
  var cut = document.getElementById("plot-cut");
  if (!data.views.length) return;

  // A span stands at its middle; a bar shows from when to when it is.
  function reach(series, seen) {
    var x = [], y = [];
    series.y.forEach(function (value, at) {
      x.push(periods.starts[series.first + at], periods.ends[series.first + at], null);
      y.push(value, value, null);
    });
    return { x: x, y: y, type: "scatter", mode: "lines", opacity: 0.3, line: { color: seen.accent, width: 5 }, hoverinfo: "skip", showlegend: false };
  }

  function said(view, series, at) {
    if (series.y[at] === null) return "";
    var own = series.text ? series.text[at] : view.template.replace("{number}", written(series.y[at].toFixed(view.decimals)));
    var status = data.statuses[series.status[at]];
    return periods.texts[series.first + at] + ": " + own + (status ? " (" + status + ")" : "");
  }
  function trace(view, series, chosen, seen) {
    var made = {
      name: series.name,
      x: series.y.map(function (_, at) { return middle(periods, series.first + at); }),
      y: series.y,
      customdata: series.y.map(function (_, at) { return view.indicator + "." + series.category + "." + periods.codes[series.first + at]; }),
      text: series.y.map(function (_, at) { return said(view, series, at); }),
      hovertemplate: (view.series.length > 1 ? series.name + "<br>" : "") + "%{text}<extra></extra>",
      // Grey lines that are few have their names below.
      showlegend: !view.columns && view.series.length > 1 && view.series.length <= FEW
    };
    if (view.columns) return Object.assign(made, { type: "bar", marker: { color: seen.accent }, textposition: "none" });
    return Object.assign(made, {
      type: "scatter", mode: view.apart ? "markers" : chosen ? "lines+markers" : "lines", connectgaps: false,
      line: { color: chosen ? seen.accent : seen.mute, width: chosen ? 2.5 : 1 },
      marker: { size: view.apart ? 6 : series.y.map(function (_, at) { return dot(series.y, at); }), line: { width: 0 }, opacity: 1 }
    });
  }
  /* The last value is marked, and so is one that no line leads to or from; where they are few, each is. */
  function dot(values, at) {
    var empty = function (place) { return values[place] === null || values[place] === undefined; };
    if (at === values.length - 1) return 9;
    return values.length <= CLOSE || (empty(at - 1) && empty(at + 1)) ? 5 : 0;
  }
  /* A reference over its own time. Its name is told at both ends and in the middle; of several the last in the legend. */
  function held(stretch, seen) {
    var range = stretch.y.length > 1;
    var x = range ? [stretch.ends[0], stretch.ends[1], stretch.ends[1], stretch.ends[0], stretch.ends[0]] : [stretch.ends[0], half(stretch.ends[0], stretch.ends[1]), stretch.ends[1]];
    var y = range ? [stretch.y[0], stretch.y[0], stretch.y[1], stretch.y[1], stretch.y[0]] : [stretch.y[0], stretch.y[0], stretch.y[0]];
    return {
      name: stretch.name, x: x, y: y, type: "scatter", mode: "lines", hoverinfo: "name", hoverlabel: { namelength: -1 },
      line: { color: seen.ink, width: 1.5 }, fill: range ? "toself" : "none", showlegend: !stretch.earlier
    };
  }
  function draw(place, chosen) {
    var view = data.views[place], seen = colours(box);
    var traces = view.series.map(function (series, at) { return trace(view, series, at === chosen, seen); });
    // The chosen line is drawn last, over the others.
    traces.push(traces.splice(chosen, 1)[0]);
    if (periods.ends) traces.unshift(reach(view.series[chosen], seen));
    traces = traces.concat(view.held.map(function (stretch) { return held(stretch, seen); }));
    var ticks = view.ticks.map(function (tick) { return [middle(periods, tick[0]), tick[1]]; });
    ticks = apart(ticks);
    var form = layout(ticks, view.suffix, seen);
    form.xaxis.tickangle = 0;
    form.legend = { orientation: "h", x: 0, y: -0.16, yanchor: "top" };
    window.Plotly.react(plot, traces, form, { responsive: true, displayModeBar: false }).then(function () {
      var reached = plot.layout.yaxis.range;
      cut.hidden = Math.min(reached[0], reached[1]) <= 0 && Math.max(reached[0], reached[1]) >= 0;
    });
    var last = view.series[chosen];
    now.textContent = (view.series.length > 1 ? last.name + " · " : "") + said(view, last, last.y.length - 1);
  }
  /* As many dates as stand upright beside each other: the last, and before it those that leave it room. */
  function apart(ticks) {
    if (!ticks.length) return ticks;
    var first = Date.parse(ticks[0][0]), whole = Date.parse(ticks[ticks.length - 1][0]) - first || 1;
    var least = ROOM / Math.max(1, plot.clientWidth - 88) * whole, kept = [];
    ticks.slice().reverse().forEach(function (tick) {
      if (!kept.length || Date.parse(kept[0][0]) - Date.parse(tick[0]) >= least) kept.unshift(tick);
    });
    return kept;
  }
  function within(text, count) {
    var place = parseInt(text, 10);
    return place >= 0 && place < count ? place : 0;
  }
  function chosen() {
    var parts = (told("view")[0] || "").split(",");
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
  select.addEventListener("change", function () { go("view", [select.value]); });
  one.addEventListener("change", function () { go("view", [chosen()[0] + "," + one.value]); });
  window.addEventListener("hashchange", show);
  box.hidden = false;
  show();
})();
