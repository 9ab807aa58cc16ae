/* The second half of the Explore page: any combination of categories of the dataset, up to five side by side.
   The page says what there is to ask (the script element "views"); the rows are loaded when a reader asks for them.
   What is drawn stands in the address by its names: #data=<measure>,<dimension>:<category>,…&data=…, wholes left out. */
(function () {
  "use strict";
  var MOST = 5, ROOM = 96, EDGE = 40, MANY = 40;
  var SHAPES = ["circle", "square", "diamond", "triangle-up", "x"], KEYS = ["\u25cf", "\u25a0", "\u25c6", "\u25b2", "\u2715"];
  var DASHES = ["solid", "dash", "dot", "dashdot", "longdash"];
  var page = window.explore, about = page && page.data.dataset, box = document.getElementById("choose");
  if (!about || !box) return;
  var words = about.words, periods = about.periods || page.data.periods, lang = document.documentElement.lang;
  var part = function (name) { return document.getElementById("choose-" + name); };
  var open = part("open"), file = part("file");
  var slots = [], entries = [], known = Object.create(null), field = {}, column = {}, place = {}, picked = [], drawn = [];
  var pending = "", refused = null, back = -1;

  function fill(text, slots) {
    return text.replace(/\{(\w+)\}/g, function (_, name) { return slots[name]; });
  }
  function say(text) { part("said").textContent = text; }
  function make(tag, text, more) {
    return Object.assign(document.createElement(tag), { textContent: text }, more);
  }

  // -- the data ------------------------------------------------------------------------------------------------

  /* Where a number has digits that the machine's numbers cannot hold, or writes with an exponent, its text is kept. */
  function exact(_, value, context) {
    var lost = typeof value === "number" && (/e/.test(String(value)) || (value % 1 === 0 && !Number.isSafeInteger(value)));
    return lost && context && context.source ? context.source : value;
  }
  function load(asked) {
    open.disabled = true;
    say(words.loading);
    fetch(file.href).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.text();
    }).then(function (text) {
      index(JSON.parse(text, exact));
    }).then(function () {
      begin(asked);
    }, function () {
      open.disabled = false;
      say(words.failed);
    });
  }
  /* One entry for each measure of each combination that has a value, its rows by the place of their period. */
  function index(table) {
    var time = "", status = {};
    table.fields.forEach(function (one, at) {
      field[one.name] = one;
      column[one.name] = at;
      if (one.role === "period") time = at;
      if (one.role === "status") status[one.of] = at;
    });
    slots = [{ name: "", label: words.measure, whole: "", options: about.measures.map(function (name) { return [name, field[name].title[lang]]; }) }];
    about.dimensions.forEach(function (name) { slots.push(slot(field[name])); });
    periods.codes.forEach(function (code, at) { place[code] = at; });
    table.rows.forEach(function (row) {
      var values = about.dimensions.map(function (name) { return row[column[name]]; });
      about.measures.forEach(function (measure) {
        var all = [measure].concat(values), key = all.join(" ");
        var entry = known[key] || (known[key] = { values: all, rows: [], value: column[measure], status: status[measure], full: false });
        entry.rows[place[row[time]]] = row;
        entry.full = entry.full || row[entry.value] !== null;
        if (about.unit) entry.unit = row[column[about.unit]];
      });
    });
    Object.keys(known).forEach(function (key) {
      if (known[key].full) entries.push(known[key]); else delete known[key];
    });
  }
  /* A dimension as it is asked for: the whole first, then its categories in their order. */
  function slot(of) {
    var rest = of.categories.filter(function (one) { return one.value !== of.whole; });
    var whole = of.categories.filter(function (one) { return one.value === of.whole; });
    return {
      name: of.name, label: of.title[lang], whole: of.whole || "",
      options: whole.concat(rest).map(function (one) { return [one.value, one.label[lang], one.span]; })
    };
  }
  function option(at, value) {
    return slots[at].options.filter(function (one) { return one[0] === value; })[0];
  }
  function choice(at, value) {
    return fill(words.choice, { dimension: slots[at].label, category: option(at, value)[1] });
  }
  /* The unit of an entry in words, which tell it from every other: its measure's, or the dataset's dimension of units. */
  function unit(entry) {
    var own = field[entry.values[0]].unit[lang];
    var one = about.unit && field[about.unit].categories.filter(function (one) { return one.value === entry.unit; })[0];
    var same = about.measures.every(function (name) { return field[name].unit[lang] === own; });
    return !one ? own : same ? one.label[lang] : one.label[lang] + ", " + own;
  }
  /* Whether a slot says what is told at all (a measure, a series) and these entries agree in it: then it stands above
     the chart, once. */
  function shared(at, among) {
    return !slots[at].whole && slots[at].name !== about.unit && among.every(function (entry) { return entry.values[at] === among[0].values[at]; });
  }
  /* What an entry is called among others: each choice that is not the whole, and not shared. A part of a whole is called
     with its dimension: "Yes" alone says nothing. */
  function named(entry, among) {
    var wholes = [], parts = [], same = [];
    entry.values.forEach(function (value, at) {
      var text = option(at, value)[1], whole = slots[at].whole;
      if (slots[at].name === about.unit) return;
      if (shared(at, (among || drawn).concat(entry))) { same.push(text); return; }
      if (whole !== value) parts.push(whole ? choice(at, value) : text); else if (wholes.indexOf(text) < 0) wholes.push(text);
    });
    if (parts.length) return parts.join(", ");
    // Where no whole says it either, what all of them share is its name.
    return (wholes.length && wholes.length < 4 ? wholes : same.length ? same : [words.all]).join(", ");
  }
  /* What all that is drawn has in common, and its unit. */
  function common() {
    var parts = slots.map(function (slot, at) { return shared(at, drawn) ? option(at, drawn[0].values[at])[1] : ""; });
    var said = parts.filter(function (text) { return text && text.toLowerCase() !== unit(drawn[0]).toLowerCase(); }).join(", ");
    return said ? fill(words.said, { measure: said, unit: unit(drawn[0]) }) : unit(drawn[0]);
  }

  // -- choosing ------------------------------------------------------------------------------------------------

  /* From the first slot to the last, what each value is ruled out by: the choices above that its nearest entry lacks.
     A choice that is ruled out gives way to the first that is not; the slots where that happened are returned. */
  function settle() {
    var against = entries.map(function () { return []; }), moved = [];
    slots.forEach(function (slot, at) {
      var ruled = slot.ruled = Object.create(null);
      entries.forEach(function (entry, one) {
        var value = entry.values[at];
        if (!ruled[value] || against[one].length < ruled[value].length) ruled[value] = against[one].slice();
      });
      if (!ruled[picked[at]] || ruled[picked[at]].length) {
        if (picked[at] !== undefined) moved.push(at);
        picked[at] = slot.options.filter(function (one) { return ruled[one[0]] && !ruled[one[0]].length; })[0][0];
      }
      entries.forEach(function (entry, one) { if (entry.values[at] !== picked[at]) against[one].push(at); });
    });
    return moved;
  }
  function offer() {
    slots.forEach(function (slot, at) {
      slot.options.forEach(function (one, order) {
        var ruled = slot.ruled[one[0]], shown = slot.select.options[order];
        shown.disabled = !ruled || ruled.length > 0;
        shown.textContent = !ruled ? fill(words.never, { option: one[1] }) : !ruled.length ? one[1] : fill(words["ruled-out"], {
          option: one[1], choices: ruled.map(function (other) { return choice(other, picked[other]); }).join(", ")
        });
      });
      slot.select.value = picked[at];
    });
  }
  function ask() {
    slots.forEach(function (slot, at) {
      var id = "choose-" + at, pair = make("div", "", { hidden: slot.options.length < 2 });
      slot.select = make("select", "", { id: id });
      slot.options.forEach(function (one) { slot.select.add(new Option(one[1], one[0])); });
      slot.select.addEventListener("change", function () {
        picked[at] = slot.select.value;
        var moved = settle();
        offer();
        note(moved.length ? fill(words.moved, { choices: moved.map(function (at) { return choice(at, picked[at]); }).join(", ") }) : "");
      });
      pair.append(make("label", slot.label, { htmlFor: id }), slot.select);
      part("picks").append(pair);
    });
  }
  /* Begin with these choices, or (with none) with the first that there is. */
  function start(values) {
    picked = values;
    settle();
    offer();
  }
  function chosen() { return known[picked.join(" ")]; }

  // -- what is drawn, and its address --------------------------------------------------------------------------

  function told(entry) {
    return entry.values.map(function (value, at) {
      return at === 0 ? value : value === slots[at].whole ? "" : slots[at].name + ":" + value;
    }).filter(Boolean).join(",");
  }
  function meant(text) {
    var given = text.split(","), left = given.slice(1), values = slots.map(function (slot) { return slot.whole; });
    values[0] = given[0];
    slots.forEach(function (slot, at) {
      left = left.filter(function (pair) {
        if (!at || pair.indexOf(slot.name + ":") !== 0) return true;
        values[at] = pair.slice(slot.name.length + 1);
        return false;
      });
    });
    return left.length ? undefined : known[values.join(" ")];
  }
  /* The entries that the address names, and what is to be said of those it names in vain. */
  function read() {
    var found = [], broken = [], notes = [];
    page.told("data").filter(Boolean).forEach(function (text) {
      var entry = meant(text);
      if (!entry) broken.push(text); else if (found.indexOf(entry) < 0) found.push(entry);
    });
    if (broken.length) notes.push(fill(words.broken, { parts: broken.join("; ") }));
    var same = found.filter(function (entry) { return unit(entry) === unit(found[0]); });
    if (same.length < found.length) notes.push(fill(words.mixed, { drawn: unit(found[0]) }));
    if (same.length > MOST) notes.push(words["too-many"]);
    return { entries: same.slice(0, MOST), notes: notes };
  }
  function set(list, text) {
    var before = location.hash;
    pending = text;
    page.go("data", list.length ? list.map(told) : [""]);
    if (location.hash === before) show();
  }
  function note(text, entry) {
    refused = entry || null;
    part("alone").hidden = !entry;
    say(text);
  }
  function add() {
    var entry = chosen(), name = named(entry);
    if (drawn.indexOf(entry) >= 0) note(fill(words.already, { name: name }));
    else if (drawn.length && unit(entry) !== unit(drawn[0])) note(fill(words.units, { drawn: unit(drawn[0]), other: unit(entry) }), entry);
    else if (drawn.length >= MOST) note(words.full);
    else set(drawn.concat(entry), fill(words.added, { name: name }));
  }
  function remove(at) {
    back = at;
    set(drawn.filter(function (_, one) { return one !== at; }), fill(words.removed, { name: named(drawn[at]) }));
  }
  function show() {
    var now = read();
    drawn = now.entries;
    note(now.notes.join(" ") || pending || (drawn.length ? "" : words.nothing));
    pending = "";
    part("link").value = location.href;
    part("drawn").replaceChildren.apply(part("drawn"), drawn.map(item));
    // Where the button stood that was pressed, another one stands, or none.
    if (back >= 0) (part("drawn").querySelectorAll("button")[Math.min(back, drawn.length - 1)] || part("add")).focus();
    back = -1;
    part("result").hidden = !drawn.length;
    if (!drawn.length) return;
    part("unit").textContent = common();
    draw();
    list();
  }
  function item(entry, at) {
    var one = make("li", ""), name = named(entry), button = make("button", words.remove, { type: "button", className: "btn" });
    button.setAttribute("aria-label", fill(words["remove-name"], { name: name }));
    button.addEventListener("click", function () { remove(at); });
    one.append(key(at), make("span", name), button);
    return one;
  }
  function key(at) {
    var mark = make("span", KEYS[at], { className: "s" + (at + 1) });
    mark.setAttribute("aria-hidden", "true");
    return mark;
  }

  // -- chart and table -----------------------------------------------------------------------------------------

  /* Whether anything was to be observed at a place: a category may have periods of its own. */
  function expected(entry, at) {
    var code = periods.codes[at], month = Number(periods.starts[at].slice(5, 7));
    return entry.values.every(function (value, one) {
      var span = option(one, value)[2] || {};
      return !(code < span.from || code > span.until || (span.months && span.months.indexOf(month) < 0));
    });
  }
  function withheld(entry, row) {
    return about.withheld.some(function (one) {
      return one.column === entry.values[0] && Object.keys(one.key).every(function (name) { return row[column[name]] === one.key[name]; });
    });
  }
  /* What stands in the table, and beside the pointer, for one period of an entry. */
  function cell(entry, at) {
    var row = entry.rows[at];
    if (!row) return expected(entry, at) ? words.absent : words.unobserved;
    var value = row[entry.value], status = about.statuses[row[entry.status]];
    if (value === null) return withheld(entry, row) ? words.withheld : status || words.absent;
    var text = page.written(String(value));
    return status ? fill(words["with-status"], { value: text, status: status }) : text;
  }
  function height(entry, at) {
    var row = entry.rows[at];
    return row && row[entry.value] !== null ? Number(row[entry.value]) : null;
  }
  /* The places of an entry's points: none where nothing was to be observed, an empty one at every gap. */
  function places(entry) {
    var there = periods.codes.map(function (_, at) { return at; }).filter(function (at) {
      return height(entry, at) !== null || expected(entry, at);
    });
    var valued = there.filter(function (at) { return height(entry, at) !== null; });
    return there.filter(function (at) { return at >= valued[0] && at <= valued[valued.length - 1]; });
  }
  function safe(text) {
    return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  }
  function trace(entry, order, seen) {
    var at = places(entry), colour = seen["s" + (order + 1)];
    var y = at.map(function (one) { return height(entry, one); });
    var marked = at.map(function (one) { return Boolean(entry.rows[one] && entry.rows[one][entry.status]); });
    return {
      type: "scatter", mode: "lines+markers", connectgaps: false, showlegend: false, name: safe(named(entry)), y: y,
      x: at.map(function (one) { return page.middle(periods, one); }),
      text: at.map(function (one) {
        return safe(named(entry)) + "<br>" + safe(fill(words.hover, { period: periods.texts[one], value: cell(entry, one) }));
      }),
      hovertemplate: "%{text}<extra></extra>", line: { color: colour, width: 2, dash: DASHES[order] },
      marker: {
        color: colour, symbol: marked.map(function (so) { return SHAPES[order] + (so ? "-open" : ""); }),
        // In a long series marks stand alone where they say something: a status, a point without neighbours, the ends.
        size: y.map(function (_, one) {
          var alone = (y[one - 1] === null || one === 0) && (y[one + 1] === null || one === y.length - 1);
          return y.length <= MANY || marked[one] || alone || one === 0 || one === y.length - 1 ? 8 : 0;
        })
      }
    };
  }
  function ticks(width) {
    var ends = [].concat.apply([], drawn.map(function (entry) { var at = places(entry); return [at[0], at[at.length - 1]]; }));
    var first = Math.min.apply(null, ends), last = Math.max.apply(null, ends);
    var step = Math.max(1, Math.ceil((last - first) / Math.max(1, Math.floor((width - 2 * EDGE) / ROOM)))), found = [];
    for (var at = first; at <= last; at += step) found.push([page.middle(periods, at), about.ticks[at]]);
    return found;
  }
  function draw() {
    var seen = page.colours(box), plot = part("plot");
    var traces = drawn.map(function (entry, order) { return trace(entry, order, seen); });
    var values = [].concat.apply([], traces.map(function (one) { return one.y; })).filter(function (value) { return value !== null; });
    var low = Math.min.apply(null, values), high = Math.max.apply(null, values), whole = low >= 0 && low < high / 2;
    var form = page.layout(ticks(plot.clientWidth), "", seen);
    form.margin.r = EDGE;
    form.xaxis.tickangle = 0;
    form.yaxis.rangemode = whole ? "tozero" : "normal";
    window.Plotly.react(plot, traces, form, { responsive: true, displayModeBar: false });
    plot.setAttribute("aria-label", fill(words.chart, { names: drawn.map(function (entry) { return named(entry); }).join("; ") }));
    var hollow = traces.some(function (one) { return one.marker.symbol.some(function (name) { return /-open/.test(name); }); });
    part("notes").textContent = [low > 0 && !whole || high < 0 ? words["not-zero"] : "", hollow ? words.hollow : ""].join(" ").trim();
  }
  function heading(text, scope) {
    var head = make("th", text);
    head.scope = scope;
    return head;
  }
  function list() {
    var table = make("table", "", { className: "num" }), caption = make("caption", common()), head = make("tr", "");
    caption.append(make("span", fill(words.source, { dataset: part("name").textContent, version: about.version })));
    head.append(heading(words.period, "col"));
    drawn.forEach(function (entry, at) {
      var one = heading("", "col");
      one.className = "r";
      one.append(key(at), " " + named(entry));
      head.append(one);
    });
    var body = make("tbody", "");
    periods.texts.forEach(function (text, at) {
      if (!drawn.some(function (entry) { return entry.rows[at]; })) return;
      var row = make("tr", "");
      row.append(heading(text, "row"));
      drawn.forEach(function (entry) { row.append(make("td", cell(entry, at), { className: "r" })); });
      body.prepend(row);
    });
    var top = make("thead", "");
    top.append(head);
    table.append(caption, top, body);
    part("table").replaceChildren(table);
  }

  // -- the page ------------------------------------------------------------------------------------------------

  function begin(asked) {
    if (!entries.length) return say(words.absent);
    pending = words.ready;
    ask();
    start([]);
    open.hidden = true;
    part("tool").hidden = false;
    window.addEventListener("hashchange", show);
    if (page.told("data").some(Boolean)) show(); else set([chosen()], words.ready);
    if (drawn.length) start(drawn[0].values.slice());
    if (asked) part("picks").querySelector("div:not([hidden]) > select").focus(); else box.scrollIntoView();
  }
  function arrived() {
    if (entries.length || open.disabled || !page.told("data").length) return;
    if (about.ask) say(words.asked); else load(false);
    if (about.ask) box.scrollIntoView();
  }
  open.hidden = false;
  open.addEventListener("click", function () { load(true); });
  part("add").addEventListener("click", add);
  part("alone").addEventListener("click", function () { set([refused], fill(words.alone, { name: named(refused, []) })); });
  part("again").addEventListener("click", function () { start([]); note(""); });
  part("copy").addEventListener("click", function () {
    part("link").select();
    if (navigator.clipboard) navigator.clipboard.writeText(part("link").value).then(function () { say(words.copied); }, function () {});
  });
  window.addEventListener("hashchange", arrived);
  arrived();
})();
