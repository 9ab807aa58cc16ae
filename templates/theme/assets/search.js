/* Search. Finds pages through Pagefind's index, which stands beside the site: nothing is asked of anybody else. The page
   lists everything without this script. What a reader asks is in the address (?q=). */
(function () {
  "use strict";
  var SHOWN = 10, RANKED = 30, AROUND = 30, PAUSE = 200, LIMIT = 8, FEW = 3;
  // How much a match in a page's title counts, by the kind of page: a report before its places.
  var TITLES = { report: 9, indicator: 9, headline: 9, section: 7, dataset: 5, page: 5, places: 4, area: 4, names: 4, bases: 3, detail: 0.3 };
  var part = function (id) { return document.getElementById(id); };
  var form = part("ask"), box = part("q"), said = part("said");
  if (!form || !window.Promise || !window.URLSearchParams) return;
  var told = JSON.parse(form.dataset.told), words = told.words, marks = told.marks;
  var lang = document.documentElement.lang, title = document.title, asked = 0, timer = 0, lists = {}, renewed = 0;
  var folder = new URL(told.index, location.href).href;
  // What is searched in one language: its pages, by its rules. `elsewhere` are the site's other languages.
  var own = tongue(told), elsewhere = told.elsewhere.map(tongue);

  function fill(text, slots) {
    return text.replace(/\{(\w+)\}/g, function (_, name) { return slots[name]; });
  }
  function plural(forms, count) {
    if (typeof forms === "string") return forms;
    return forms["=" + count] || forms[new Intl.PluralRules(lang).select(count)] || forms.other;
  }
  function counted(forms, count, slots) {
    return fill(plural(forms, count), Object.assign({ count: new Intl.NumberFormat(lang).format(count) }, slots));
  }
  function make(tag, text, more) {
    return Object.assign(document.createElement(tag), { textContent: text || "" }, more);
  }

  function tongue(of) {
    return { code: of.code, page: of.page, name: of.name, older: of.older, loaded: null, rules: of.rules.map(function (rule) { return [new RegExp(rule[0]), rule[1]]; }) };
  }

  // -- words ---------------------------------------------------------------------------------------------------

  /* Without marks over letters, in small letters: as the index has them. */
  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^0-9a-z_\u0400-\u04ff]/g, "");
  }
  /* What stands for every form of a word, by the rules of the language. */
  function base(word, rules) {
    return rules.reduce(function (so, rule) { return so.replace(rule[0], rule[1]); }, word.toLowerCase());
  }
  /* The ways in which a number may be meant: 1,234 is one thing in English and another in Indonesian. */
  function numbers(word) {
    var found = /\d+(?:[.,]\d+)*/.exec(word);
    if (!found || /[^\W\d_]{2}\d|\d[^\W\d_]/.test(word)) return [];
    var groups = found[0].split(/[.,]/), rest = groups.slice(1), last = groups[groups.length - 1], ways = [];
    if (!rest.length || rest.every(function (group) { return group.length === 3; })) ways.push(groups.join(""));
    if (rest.length === 1 || (rest.length && last.length !== 3)) ways.push(groups.slice(0, -1).join("") + "d" + last);
    return ways.map(function (way) { return marks.number + way + marks.end; });
  }
  function alike(one, other) {
    var at = 0;
    while (at < one.length && one[at] === other[at]) at += 1;
    return at;
  }
  /* How a word is recognised in a text: by its beginning, its base form or its number. `share` is how much must agree. */
  function matcher(word, share, by) {
    var rules = (by || own).rules, simple = plain(word), stem = rules.length ? base(word, rules) : "", number = numbers(word);
    return function (text) {
      var other = plain(text);
      if (!other) return false;
      if (number.length) return numbers(text).some(function (one) { return number.indexOf(one) >= 0; }) || text.replace(/^\D+/, "").indexOf(word.replace(/^\D+|\D+$/g, "")) === 0;
      if (other.indexOf(simple) === 0) return true;
      if (stem && base(text.replace(/^[^\w\u0400-\u04ff]+|[^\w\u0400-\u04ff]+$/g, ""), rules) === stem) return true;
      return alike(simple, other) >= Math.max(4, Math.ceil(share * simple.length));
    };
  }
  /* A short word ("of", "di") is not asked of a page where there are longer ones. */
  function isLong(word) { return word.length > 3 || /\d/.test(word); }
  function split(query) {
    var whole = query.replace(/(^|[^\d.,])(\d{1,3}(?:[ \u00a0\u202f]\d{3})+)(?!\d)/g, function (_, before, number) {
      return before + number.replace(/[ \u00a0\u202f]/g, "");
    });
    return whole.split(/\s+/).filter(plain).slice(0, LIMIT);
  }

  // -- finding -------------------------------------------------------------------------------------------------

  /* Pagefind takes the language of its index from the page, at once when it begins: for that moment the page has it. */
  function begun(pagefind, code) {
    document.documentElement.lang = code;
    try { return pagefind.init(); } finally { document.documentElement.lang = lang; }
  }
  function engine(by) {
    // A script knows the forms of words of one language: each has one of its own. So has an index that is begun anew.
    var of = [by === own ? "" : "in=" + by.code, renewed ? "again=" + renewed : ""].filter(Boolean).join("&");
    var script = folder + "pagefind.js" + (of && "?" + of);
    by.loaded = by.loaded || Promise.all([import(script), contents()]).then(function (both) {
      var pagefind = both[0];
      by.contents = both[1];
      // One thread and one file are enough for an index of this size.
      return pagefind.options({ noWorker: true, excerptLength: 1, ranking: { metaWeights: TITLES } }).then(function () {
        return begun(pagefind, by.code);
      }).then(function () { return pagefind; });
    });
    return by.loaded;
  }
  function forget() {
    renewed += 1;
    [own].concat(elsewhere).forEach(function (one) { one.loaded = null; });
  }
  /* What the index consists of: of each release other files, and those of the one before are gone. Empty if unknown. */
  function contents() {
    return fetch(folder + "pagefind-entry.json", { cache: "no-cache" }).then(function (answer) {
      return answer.ok ? answer.text() : "";
    }).catch(function () { return ""; });
  }
  /* Whether another site stands here than when the index was begun. */
  function switched() {
    var before = own.contents;
    return before ? contents().then(function (now) { return now !== "" && now !== before; }) : Promise.resolve(false);
  }
  /* What `find` finds. A part of the index that has gone is told as "nothing": after a switch all is looked for anew. */
  function current(find) {
    var anew = function (otherwise) {
      return switched().then(function (is) {
        if (!is) return otherwise();
        forget();
        return find();
      });
    };
    return find().then(function (found) {
      return anew(function () { return found; });
    }, function (error) {
      return anew(function () { throw error; });
    });
  }
  function ask(term, age, by) {
    var filters = age === "older" ? { older: "yes" } : by.older ? { not: { older: "yes" } } : {};
    if (age === "older" && !by.older) return Promise.resolve([]);
    return engine(by).then(function (pagefind) { return pagefind.search(term, { filters: filters }); }).then(function (answer) {
      return answer.results;
    });
  }
  /* The pages that have a word of the index's own, a base form or a number. What the index gives in its place is left. */
  function exactly(term, age, by) {
    return ask(term, age, by).then(function (list) {
      return list.length ? list[0].data().then(function (page) {
        return (page.content + " " + (page.meta.bases || "")).split(/[\s.]+/).indexOf(term) >= 0 ? list : [];
      }) : list;
    });
  }
  function union(lists) {
    var found = Object.create(null);
    lists.forEach(function (list) {
      list.forEach(function (one) {
        if (!found[one.id] || found[one.id].score < one.score) found[one.id] = { id: one.id, score: one.score, data: one.data };
      });
    });
    return found;
  }
  /* Where the index has no word that begins so, it gives those of the nearest shorter word. That may be another one:
     the first pages must have the word, whole where other pages have its base form, else nearly. */
  function sure(word, results, whole, by) {
    if (!results.length) return Promise.resolve(results);
    var begins = matcher(word, 1 - 1.5 / word.length, by), is = whole ? function (text) { return plain(text).indexOf(plain(word)) === 0; } : matcher(word, 0.5, by);
    return Promise.all(results.slice(0, 3).map(function (one) { return one.data(); })).then(function (pages) {
      var texts = [].concat.apply([], pages.map(function (page) { return (page.content + " " + Object.values(page.meta).join(" ")).split(/\s+/); }));
      if (!texts.some(is)) return [];
      if (!texts.some(begins)) results.guessed = true;
      return results;
    });
  }
  /* Every page that has a word, by its name in the index; `guessed` where they have only a word like it. */
  function having(word, age, by) {
    var exact = numbers(word);
    if (!exact.length && by.rules.length) exact = [marks.base + base(word, by.rules) + marks.end];
    return Promise.all(exact.map(function (one) { return exactly(one, age, by); })).then(function (lists) {
      var some = lists.some(function (list) { return list.length; });
      if (some && numbers(word).length) return { pages: union(lists), guessed: false };
      return ask(word, age, by).then(function (list) { return sure(word, list, some, by); }).then(function (list) {
        return { pages: union(lists.concat([list])), guessed: !some && list.guessed === true };
      });
    });
  }
  function size(found) { return Object.keys(found).length; }
  /* The pages that have all words, the best first. Short words are not asked of a page, and a word that none has neither. */
  function search(query, age, by) {
    var asked = split(query);
    return Promise.all(asked.map(function (word) { return having(word, age, by); })).then(function (had) {
      var found = had.map(function (one) { return one.pages; });
      var heavy = found.filter(function (one, at) { return size(one) && isLong(asked[at]); });
      if (!heavy.length) heavy = found.filter(size);
      var all = union(heavy.map(Object.values));
      var results = Object.values(all).map(function (one) {
        var of = found.filter(function (other) { return other[one.id]; });
        var has = heavy.filter(function (other) { return other[one.id]; }).length;
        return { id: one.id, data: one.data, has: has, score: of.reduce(function (sum, other) { return sum + other[one.id].score; }, 0) };
      });
      var whole = results.filter(function (one) { return one.has === heavy.length; });
      results = whole.length ? whole : results;
      results.sort(function (a, b) { return b.has - a.has || b.score - a.score || (a.id < b.id ? -1 : 1); });
      return { words: asked, results: results, some: !whole.length && results.length > 0, without: asked.filter(function (_, at) { return !size(found[at]); }), guessed: asked.filter(function (_, at) { return had[at].guessed; }) };
    });
  }

  // What a page is comes before how often it has the words: who asks for "inflation" wants the report on prices.
  var ORDER = ["report", "indicator", "section", "places", "dataset", "page", "area"];
  /* Where a page stands among others. First comes what has just the title that is asked for, or the number in its
     headline; then a place asked for by its name, a title that has all of several words, and for the name of a column its
     dataset. The end of a series and a place without a value are for who finds nothing else. */
  function rank(page, words) {
    var meta = page.meta, long = words.some(isLong) ? words.filter(isLong) : words;
    var kind = ORDER.filter(function (name) { return meta[name]; })[0], named = (meta[kind] || "").split(/\s+/);
    var has = function (word) { return named.some(matcher(word, 1)); };
    if (kind === "area") named = named.concat((meta.names || "").split(/\s+/));
    var meant = kind === "area" ? long.some(has) : long.length > 1 && long.every(has);
    if (kind === "dataset" && words.some(function (word) { return word.indexOf("_") > 0; })) meant = true;
    var figures = (meta.headline || "").split(" ");
    var exact = plain(meta[kind] || "") === plain(words.join("")) || words.some(function (word) { return numbers(word).some(function (one) { return figures.indexOf(one) >= 0; }); });
    return (exact ? -4 * ORDER.length : meant ? -ORDER.length : 0) + (meta.last ? 2 * ORDER.length : 0) + ORDER.indexOf(kind);
  }
  /* The first pages of a list by what they are; the others stay as the index has them, before what comes last. */
  function ranked(found) {
    var first = found.results.slice(0, RANKED);
    return Promise.all(first.map(function (one) { return one.data(); })).then(function (pages) {
      first.forEach(function (one, at) { one.rank = rank(pages[at], found.words); });
      first.sort(function (a, b) { return b.has - a.has || a.rank - b.rank || b.score - a.score || (a.id < b.id ? -1 : 1); });
      var behind = first.filter(function (one) { return one.rank >= ORDER.length; });
      found.results = first.filter(function (one) { return one.rank < ORDER.length; }).concat(found.results.slice(RANKED), behind);
      return found;
    });
  }

  /* The other languages that have what this one has not, or hardly: each with how many pages have all words as they are. */
  function abroad(query, found) {
    var here = found.guessed.length || found.without.length || found.some ? 0 : found.results.length;
    if (here > FEW) return Promise.resolve([]);
    return Promise.all(elsewhere.map(function (by) {
      return search(query, "newest", by).then(function (other) {
        var sure = !other.guessed.length && !other.without.length && !other.some;
        return { by: by, count: sure ? other.results.length : 0 };
      });
    })).then(function (all) {
      return all.filter(function (one) { return one.count > here; });
    }).catch(function () { return []; });
  }

  // -- showing -------------------------------------------------------------------------------------------------

  /* The first stretch of a page that has most of the words, and the place on the page before it. */
  function extract(page, words) {
    var asked = words.some(isLong) ? words.filter(isLong) : words, all = page.content.split(/\s+/), anchors = page.anchors.slice().sort(function (a, b) { return a.location - b.location; });
    var hidden = anchors.filter(function (one) { return one.id === marks.hidden; })[0], is = asked.map(function (word) { return matcher(word, 0.6); });
    var shown = hidden ? all.slice(0, hidden.location) : all;
    var hits = shown.map(function (text) { return is.map(function (one, at) { return one(text) ? at : -1; }).filter(function (at) { return at >= 0; }); });
    var best = 0, most = -1, named = Object.values(page.meta).join(" ").split(/\s+/);
    var titled = is.every(function (one) { return named.some(one); });
    hits.forEach(function (hit, at) {
      // Where the title has all words, the page's beginning tells most.
      if (!hit.length || (titled && most >= 0)) return;
      var near = [].concat.apply([], hits.slice(at, at + AROUND)), kinds = near.filter(function (one, place) { return near.indexOf(one) === place; }).length;
      if (kinds > most) { most = kinds; best = at; }
    });
    var from = most < 0 ? 0 : Math.max(0, best - 6);
    var places = anchors.filter(function (one) { return most >= 0 && one.location <= best && one.id !== marks.hidden; });
    return { words: shown, hits: hits, from: from, until: Math.min(shown.length, from + AROUND), place: places[places.length - 1] };
  }
  function excerpt(cut) {
    var text = make("p", cut.from ? "… " : "");
    for (var at = cut.from; at < cut.until; at += 1) {
      text.append(cut.hits[at].length ? make("mark", cut.words[at]) : cut.words[at], " ");
    }
    if (cut.until < cut.words.length) text.append("…");
    return text;
  }
  function item(page, asked) {
    var kind = Object.keys(told.kinds).filter(function (name) { return page.meta[name]; })[0], cut = extract(page, asked);
    var href = told.root + (page.raw_url || page.url).replace(/^\//, ""), one = make("li"), head = make("h3");
    head.append(make("a", page.meta[kind], { href: href }));
    one.append(head, make("p", [told.kinds[kind], page.meta.detail].filter(Boolean).join(" · "), { className: "small soft" }), excerpt(cut));
    if (cut.place && cut.place.text && plain(cut.place.text) !== plain(page.meta[kind])) {
      var at = make("p", "", { className: "small" });
      at.append(make("a", fill(words.place, { place: cut.place.text.replace(/\.$/, "") }), { href: href + "#" + encodeURIComponent(cut.place.id) }));
      one.append(at);
    }
    return one;
  }
  /* The next results of a list, after those that stand there. */
  function grow(name, ticket, focus) {
    var list = lists[name], next = list.results.slice(list.at, list.at + SHOWN), button = part(name === "newest" ? "more" : "more-older");
    list.at += next.length;
    return Promise.all(next.map(function (one) { return one.data(); })).then(function (pages) {
      if (ticket !== asked) return;
      var items = pages.map(function (page) { return item(page, list.words); });
      part(name).append.apply(part(name), items);
      button.hidden = list.at >= list.results.length;
      if (focus && items.length) items[0].querySelector("a").focus();
    });
  }
  /* The word of the page's own list that is nearest to one that no page has. */
  function nearest(word) {
    var own = plain(word), best = null, least = own.length > 5 ? 3 : 2;
    if (own.length < 4 || /\d/.test(own)) return null;
    document.querySelectorAll("#all li > a, #ways a").forEach(function (link) {
      link.textContent.split(/[^\p{L}]+/u).forEach(function (one) {
        var far = Math.abs(one.length - own.length) < least ? distance(own, plain(one)) : least;
        if (far < least) { least = far; best = one; }
      });
    });
    return best;
  }
  /* How many letters differ between two words, two that changed places being one. */
  function distance(one, other) {
    var rows = [[]];
    for (var k = 0; k <= other.length; k += 1) rows[0].push(k);
    for (var i = 1; i <= one.length; i += 1) {
      rows.push([i]);
      for (var j = 1; j <= other.length; j += 1) {
        var cost = one[i - 1] === other[j - 1] ? 0 : 1;
        rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost);
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
      }
    }
    return rows[one.length][other.length];
  }
  function suggest(query, missing) {
    missing.forEach(function (word) {
      var other = nearest(word);
      if (!other) return;
      var instead = query.replace(word, other.toLowerCase()), link = make("a", instead, { href: "?q=" + encodeURIComponent(instead) });
      var parts = words.meant.split("{query}");
      said.append(" ", parts[0], link, parts[1]);
    });
  }
  function offer(query, others) {
    others.forEach(function (one) {
      var text = counted(words.elsewhere, one.count, { tongue: one.by.name });
      said.append(" ", make("a", text, { href: one.by.page + "?q=" + encodeURIComponent(query), hreflang: one.by.code }), ".");
    });
  }
  function tell(query, newest, older, others) {
    var count = newest.results.length;
    said.textContent = count ? counted(words.count, count, { query: query }) : older.results.length ? fill(words["only-older"], { query: query }) : fill(words.none, { query: query });
    if (count && newest.some) said.append(" ", words.some);
    var missing = newest.without.filter(function (word) { return older.without.indexOf(word) >= 0; });
    if (count && missing.length) said.append(" ", fill(words.missing, { word: missing.join(", ") }));
    var guessed = newest.guessed.filter(function (word) { return older.guessed.concat(older.without).indexOf(word) >= 0; });
    var before = said.textContent;
    if (count && guessed.length) said.textContent = fill(words.missing, { word: guessed.join(", ") });
    offer(query, others);
    if (count && guessed.length) said.append(" ", [words.similar, guessed.length < newest.words.length ? before : ""].join(" ").trim());
    suggest(query, missing);
  }
  function show(query, newest, older, others, ticket) {
    ["newest", "older"].forEach(function (name) { part(name).replaceChildren(); });
    lists = { newest: { results: newest.results, words: newest.words, at: 0 }, older: { results: older.results, words: older.words, at: 0 } };
    return grow("newest", ticket).then(function () { return newest.results.length ? null : grow("older", ticket); }).then(function () {
      if (ticket !== asked) return;
      var count = older.results.length;
      part("earlier").hidden = !count;
      part("earlier").open = !newest.results.length && count > 0;
      part("count").textContent = count ? counted(words.older, count) : "";
      part("results").hidden = !count && !newest.results.length;
      tell(query, newest, older, others);
    });
  }
  function clear() {
    part("results").hidden = true;
    said.textContent = "";
  }
  function run() {
    var query = box.value.trim(), ticket = asked += 1;
    document.title = query ? query + " – " + title : title;
    document.querySelectorAll(".lang a").forEach(function (link) { link.search = query ? "?q=" + encodeURIComponent(query) : ""; });
    if (!split(query).length) return clear();
    var slow = setTimeout(function () { if (ticket === asked) said.textContent = words.searching; }, 400);
    current(function () {
      return Promise.all([search(query, "newest", own).then(ranked), search(query, "older", own)]).then(function (found) {
        return abroad(query, found[0]).then(function (others) { return found.concat([others]); });
      });
    }).then(function (found) {
      clearTimeout(slow);
      if (ticket === asked) return show(query, found[0], found[1], found[2], ticket);
    }).catch(function () {
      clearTimeout(slow);
      forget();
      part("results").hidden = true;
      part("without").hidden = false;
      part("without").classList.add("needed");
      said.textContent = words.failed;
    });
  }
  function address(push) {
    var query = box.value.trim(), to = query ? "?q=" + encodeURIComponent(query) : location.pathname;
    if (location.search !== (query ? to : "")) history[push ? "pushState" : "replaceState"](null, "", to);
  }
  function read() {
    box.value = new URLSearchParams(location.search).get("q") || "";
    run();
  }

  part("without").hidden = true;
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    clearTimeout(timer);
    address(true);
    run();
  });
  box.addEventListener("focus", function () { engine(own).catch(forget); }, { once: true });
  box.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(function () { address(false); run(); }, PAUSE);
  });
  // What cannot be read any more has gone with a switch: everything is looked for anew.
  part("more").addEventListener("click", function () { grow("newest", asked, true).catch(run); });
  part("more-older").addEventListener("click", function () { grow("older", asked, true).catch(run); });
  part("earlier").addEventListener("toggle", function () {
    if (this.open && !part("older").children.length && lists.older) grow("older", asked).catch(run);
  });
  window.addEventListener("popstate", read);
  read();
})();
