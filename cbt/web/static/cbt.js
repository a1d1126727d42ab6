// Custom elements that enhance forms and lists which work without them. No build, no library; ES2019, Chrome 80, Firefox 78.
// Every sentence comes from the page, in the reader's language; nothing is ever parsed from text into this page's HTML
// but whole pages of our own server, by DOMParser, of which single elements are taken.
"use strict";

(() => {
  const RETRY_MS = 5000;
  const LOCKED_MS = 8000;
  const LINE_DOWN = [502, 503, 504];

  const element = (name, className, text) => {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text || "";
    return made;
  };

  // Storage may be refused (private windows, kiosk settings); then the choice lasts for this page.
  const remembered = (key) => {
    try { return localStorage.getItem(key); } catch (error) { return null; }
  };
  const remember = (key, value) => {
    try { localStorage.setItem(key, value); } catch (error) { /* it lasts for this page */ }
  };

  /* ---- something typed and not sent ---- */

  const unsent = new Set();
  const tell = () => document.documentElement.classList.toggle("has-unsent", unsent.size > 0);
  const hold = (form) => { unsent.add(form); tell(); };
  const letGo = (form) => { unsent.delete(form); tell(); };
  addEventListener("beforeunload", (event) => {
    if (unsent.size) {
      event.preventDefault();
      event.returnValue = "";
    }
  });

  /** Warns before the page is left while its form holds something that was not sent. */
  class Unsent extends HTMLElement {
    constructor() {
      super();
      const typed = (event) => { if (event.target.name) hold(this); };
      this.addEventListener("input", typed);
      this.addEventListener("change", typed);
      this.addEventListener("submit", (event) => this.sent(event));
    }

    disconnectedCallback() { letGo(this); }

    sent() { letGo(this); }
  }

  /** Sends its form in the background and swaps itself for its twin on the page that comes back. */
  class Answer extends Unsent {
    constructor() {
      super();
      this.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (button && button.type === "submit") this.button = button;
      });
    }

    connectedCallback() {
      const form = this.querySelector("form");
      if (!form || this.status) return;
      this.status = element("div", "answer-status");
      this.status.setAttribute("role", "status");
      form.append(this.status);
    }

    disconnectedCallback() {
      super.disconnectedCallback();
      clearTimeout(this.timer);
    }

    sent(event) {
      event.preventDefault();
      if (this.body) return;
      const form = event.target;
      this.body = new URLSearchParams(new FormData(form));
      this.button = event.submitter || this.button;
      if (this.button && this.button.name) this.body.append(this.button.name, this.button.value);
      this.form = form;
      this.form.setAttribute("aria-busy", "true");
      this.freeze(true);
      this.say(element("span", "saved saving", this.dataset.saving));
      this.send();
    }

    // The fields stay as they were sent until the server has answered: the same submission id is one answer.
    freeze(frozen) {
      for (const set of this.form.querySelectorAll("fieldset")) {
        if (frozen) set.dataset.open = set.disabled ? "" : "yes";
        set.disabled = frozen || !set.dataset.open;
      }
    }

    say(part) {
      this.status.textContent = "";
      this.status.append(part);
    }

    complain(...sentences) {
      if (this.status.textContent === sentences.join("")) return;
      const told = element("div", "field-wrong");
      sentences.forEach((sentence, place) => told.append(element("p", place ? "" : "error", sentence)));
      this.say(told);
    }

    async send() {
      let answer, page;
      try {
        answer = await fetch(this.form.action, { method: "POST", body: this.body, credentials: "same-origin" });
        page = new DOMParser().parseFromString(await answer.text(), "text/html");
      } catch (error) {
        this.wait(this.dataset.lost);
        return;
      }
      const problem = page.querySelector("[data-problem]");
      const twin = page.getElementById(this.id);
      if (LINE_DOWN.includes(answer.status)) this.wait(problem ? problem.textContent : this.dataset.lost);
      else if (problem) this.refuse(problem.textContent);
      else if (answer.ok && twin) this.swap(page, twin);
      else this.handOver();
    }

    wait(sentence) {
      if (!this.isConnected) return;
      hold(this);
      this.complain(sentence, this.dataset.again);
      this.timer = setTimeout(() => this.send(), RETRY_MS);
    }

    // The server's own sentence, beside the answer, which can be mended and sent again.
    refuse(sentence) {
      this.free();
      hold(this);
      this.complain(sentence);
    }

    free() {
      this.freeze(false);
      this.form.removeAttribute("aria-busy");
      this.body = null;
    }

    swap(page, twin) {
      letGo(this);
      for (const old of document.querySelectorAll("[data-swap][id]")) {
        const fresh = page.getElementById(old.id);
        if (fresh && !old.contains(this)) old.replaceWith(document.adoptNode(fresh));
      }
      const fresh = document.adoptNode(twin);
      this.replaceWith(fresh);
      const target = fresh.querySelector(".verdict, .errors, .error") || fresh;
      if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
      target.focus();
    }

    // Another page came, such as a sign-in because the session ended: the browser sends the form itself and shows it.
    // The submission id is the same, so nothing counts twice.
    handOver() {
      letGo(this);
      this.free();
      if (this.button && this.button.name) {
        const chosen = element("input", "");
        chosen.type = "hidden";
        chosen.name = this.button.name;
        chosen.value = this.button.value;
        this.form.append(chosen);
      }
      HTMLFormElement.prototype.submit.call(this.form);
    }
  }

  /* ---- text size ---- */

  const grow = (step) => {
    document.documentElement.dataset.text = step;
    for (const button of document.querySelectorAll("[data-size]")) {
      button.setAttribute("aria-pressed", String(button.dataset.size === step));
    }
  };

  /** A menu of sizes; the choice is kept by this browser. */
  class TextSize extends HTMLElement {
    connectedCallback() {
      this.hidden = false;
      grow(document.documentElement.dataset.text || "1");
      this.addEventListener("click", (event) => {
        const button = event.target.closest("[data-size]");
        if (!button) return;
        grow(button.dataset.size);
        remember("text-size", button.dataset.size);
      });
    }
  }

  /* ---- filter ---- */

  // Letters without their accents, and the Arabic letters that keyboards of the region write in two ways.
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f\u064b-\u0652]/g, "").toLowerCase()
    .replace(/\u064a|\u0649/g, "\u06cc").replace(/\u0643/g, "\u06a9").replace(/\s+/g, " ").trim();

  /** Hides the children of its target that do not hold every word that is typed. */
  class Filter extends HTMLElement {
    connectedCallback() {
      this.hidden = false;
      this.input = this.querySelector("input");
      this.input.addEventListener("input", () => this.filter());
      this.input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    }

    filter() {
      const words = plain(this.input.value).split(" ");
      const all = Array.from(document.getElementById(this.dataset.target).children);
      for (const row of all) row.hidden = !words.every((word) => plain(row.textContent).includes(word));
      const number = new Intl.NumberFormat(document.documentElement.lang || "en");
      const shown = number.format(all.filter((row) => !row.hidden).length);
      this.querySelector("[role=status]").textContent = this.dataset.count
        .replace("{shown}", shown).replace("{all}", number.format(all.length));
    }
  }

  /* ---- menus, options, forms ---- */

  const close = (menu) => { menu.open = false; };
  const openMenus = () => Array.from(document.querySelectorAll("details.menu[open]"));

  addEventListener("click", (event) => openMenus().filter((menu) => !menu.contains(event.target)).forEach(close));
  addEventListener("focusin", (event) => openMenus().filter((menu) => !menu.contains(event.target)).forEach(close));
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      close(menu);
    }
  });

  addEventListener("change", (event) => {
    const option = event.target.closest(".option");
    if (!option) return;
    const set = option.closest("fieldset, form") || option.parentElement;
    for (const input of set.querySelectorAll(".option > input")) {
      input.parentElement.classList.toggle("option-chosen", input.checked);
    }
  });

  // In another language the page opens at the block that was being read.
  const READ_FROM_PX = 80;
  addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.hasAttribute("data-back") || !window.scrollY) return;
    const blocks = Array.from(document.querySelectorAll(".block[id]"));
    const read = blocks.find((block) => block.getBoundingClientRect().bottom > READ_FROM_PX);
    if (read) form.elements.next.value = `${form.elements.next.value.split("#")[0]}#${read.id}`;
  });

  // A second click on a slow page is not a second form.
  addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.locked) {
      event.preventDefault();
      return;
    }
    form.dataset.locked = "yes";
    setTimeout(() => { delete form.dataset.locked; }, LOCKED_MS);
  });

  grow(remembered("text-size") || "1");
  customElements.define("cbt-unsent", Unsent);
  customElements.define("cbt-answer", Answer);
  customElements.define("cbt-text-size", TextSize);
  customElements.define("cbt-filter", Filter);
})();
