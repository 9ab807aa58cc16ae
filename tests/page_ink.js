// What page_ink.py asks of a page: every word of its charts with its ink, its size and its contrast.
() => {
  // Long editions leave out on phones what is far off the screen: here a reader is everywhere at once.
  for (const one of document.querySelectorAll(".edition>.sec")) one.style.contentVisibility = "visible";
  // What cannot be pointed at is not found by its place, as the measuring of its ground needs.
  for (const one of document.querySelectorAll("[inert]")) one.inert = false;
  const canvas = document.createElement("canvas").getContext("2d");
  // A clone stands in a tree of its own that nothing can measure: what it shows is set in its place.
  for (const use of document.querySelectorAll("svg use")) {
    const target = document.querySelector(use.getAttribute("href"));
    if (!target || target.tagName === "symbol" || !target.querySelector("text") && target.tagName !== "text") continue;
    const group = document.createElementNS("http://www.w3.org/2000/svg", "g");
    for (const at of use.attributes) if (!["x", "y", "href"].includes(at.name)) group.setAttribute(at.name, at.value);
    const move = `translate(${use.getAttribute("x") || 0} ${use.getAttribute("y") || 0})`;
    group.setAttribute("transform", `${use.getAttribute("transform") || ""} ${move}`);
    const clone = target.cloneNode(true);
    clone.removeAttribute("id");
    group.append(clone);
    use.replaceWith(group);
  }
  const number = (text) => parseFloat(text) || 0;
  function ink(node) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const style = getComputedStyle(node.parentElement);
    if (style.visibility !== "visible" || +style.opacity === 0) return [];
    canvas.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const text = node.data.trim(), font = canvas.measureText(text);
    const tall = font.fontBoundingBoxAscent + font.fontBoundingBoxDescent;
    const inSvg = node.parentElement.closest("svg") !== null, matrix = inSvg && node.parentElement.getScreenCTM();
    const scale = inSvg ? Math.hypot(matrix.a, matrix.b) : 1;
    return [...range.getClientRects()].filter((box) => box.width > 0.5 && box.height > 0.5).map((box) => {
      const spare = (box.height - tall * scale) / 2;
      const base = box.top + spare + font.fontBoundingBoxAscent * scale;
      const end = Math.max(0, number(style.letterSpacing)) * scale;
      return {text, left: box.left, right: box.right - end, top: base - font.actualBoundingBoxAscent * scale,
        bottom: base + font.actualBoundingBoxDescent * scale, size: number(style.fontSize) * scale,
        bold: +style.fontWeight >= 700, svg: inSvg};
    });
  }
  const scroller = (element) => {
    for (let up = element; up; up = up.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(up).overflowX) && up !== document.documentElement) return up;
    return null;
  };
  const parse = (text) => {
    const found = (text.match(/[\d.]+/g) || []).map(Number);
    const unit = text.startsWith("color(srgb") ? 255 : 1;
    return found.length < 3 ? null : [...found.slice(0, 3).map((one) => one * unit), found.length > 3 ? found[3] : 1];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  function ground(x, y, text) {
    const layers = [];
    for (const element of document.elementsFromPoint(x, y)) {
      if (element.closest("text") || element.contains(text) && element.tagName === "g") continue;
      const style = getComputedStyle(element), shape = element instanceof SVGGeometryElement;
      const colour = parse(shape ? style.fill : element instanceof SVGElement ? "" : style.backgroundColor);
      if (!colour || shape && style.fill === "none") continue;
      const alpha = colour[3] * number(style.opacity) * (shape ? number(style.fillOpacity) : 1);
      if (alpha > 0) layers.push([...colour.slice(0, 3), alpha]);
      if (alpha === 1) break;
    }
    return layers.reduceRight((below, layer) => over(layer, below), [255, 255, 255, 1]);
  }
  const light = (colour) => {
    const [r, g, b] = colour.map((one) => one / 255).map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  // What lies under a word can be asked only where the window is.
  function contrast(node) {
    const text = node.parentElement;
    let [word] = ink(node);
    if (word.top < 0 || word.bottom > innerHeight || word.left < 0 || word.right > innerWidth) {
      text.scrollIntoView({block: "center", inline: "center", behavior: "instant"});
      [word] = ink(node);
    }
    const style = getComputedStyle(text);
    const halo = style.paintOrder.startsWith("stroke") && number(style.strokeWidth) >= 3 ? parse(style.stroke) : null;
    const middle = (word.top + word.bottom) / 2;
    const at = halo ? [null] : [0.02, 0.5, 0.98].map((part) => word.left + (word.right - word.left) * part);
    return Math.min(...at.map((x) => {
      const below = halo || ground(x, middle, text), fill = parse(style.fill);
      return ratio(over([...fill.slice(0, 3), fill[3] * number(style.fillOpacity)], below).slice(0, 3), below.slice(0, 3));
    }));
  }
  const words = (root) => {
    const found = [], walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const node = walk.currentNode;
      if (!node.data.trim() || !node.parentElement.checkVisibility() || node.parentElement.closest(".vh, defs, symbol, title, desc"))
        continue;
      for (const word of ink(node)) found.push({word, node});
    }
    return found;
  };
  const hidden = (element) => {
    for (let up = element; up && up !== document.body; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.position === "absolute" && style.clipPath !== "none") return true;
    }
    return false;
  };
  // What a frame of its own scrolls below its edge is not drawn over what follows the frame.
  const scrolled = (word, node) => {
    const frame = scroller(node.parentElement)?.getBoundingClientRect();
    return frame && (word.top > frame.bottom || word.bottom < frame.top);
  };
  const drawings = [...document.querySelectorAll("svg")].filter((svg) => svg.checkVisibility() && !svg.closest("[aria-hidden=true].plot, .plot, .js-plotly-plot") && svg.querySelector("text"));
  const charts = drawings.map((svg) => {
    const box = svg.getBoundingClientRect();
    const found = words(svg), name = svg.closest("figure")?.id || svg.getAttribute("class") || "";
    const measured = {left: box.left, right: box.right, top: box.top, bottom: box.bottom};
    return {name, free: !scroller(svg), box: measured, found, words: []};
  });
  const figures = [...document.querySelectorAll("figure")].filter((one) => one.checkVisibility() && !one.closest(".plot")).map((figure) => ({
    name: figure.id || figure.className,
    words: words(figure).filter(({word, node}) => !hidden(node.parentElement) && !scrolled(word, node)).map(({word}) => word),
  }));
  // On paper there is a margin beside the window, into which a large figure is set by its optical edge.
  const paper = matchMedia("print").matches, edge = paper ? 4 : 1;
  // Contrast comes last, for it scrolls.
  const outside = words(document.body).filter(({word, node}) =>
    (word.right > document.documentElement.clientWidth + edge || word.left < -edge) && !scroller(node.parentElement) && !hidden(node.parentElement)
    && !node.parentElement.closest(".skip, .defs, .js-plotly-plot")).map(({word}) => word);
  for (const chart of charts) {
    chart.words = chart.found.map(({word, node}) => ({...word, contrast: contrast(node)}));
    delete chart.found;
  }
  const {scrollWidth, clientWidth} = document.documentElement;
  return {charts, figures, outside, wide: scrollWidth - clientWidth, across: clientWidth, paper};
}
