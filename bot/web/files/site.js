// What pages can do besides: the list of facilities sorted by distance, in the browser and nowhere else.
const EARTH_KM = 6371;

function kilometres(a, b) {
  const [la, lo, lb, lp] = [a.lat, a.lon, b.lat, b.lon].map((degrees) => (degrees * Math.PI) / 180);
  const chord = Math.sin((lb - la) / 2) ** 2 + Math.cos(la) * Math.cos(lb) * Math.sin((lp - lo) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.sqrt(chord));
}

class NearMe extends HTMLElement {
  connectedCallback() {
    if (!navigator.geolocation) return;
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.textContent = this.dataset.label;
    this.button.className = "quiet";
    this.note = document.createElement("span");
    this.note.setAttribute("role", "status");
    this.note.textContent = this.dataset.why;
    this.button.addEventListener("click", () => this.locate());
    this.append(this.button, " ", this.note);
  }

  locate() {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.sort({ lat: coords.latitude, lon: coords.longitude }),
      () => (this.note.textContent = this.dataset.no),
      { timeout: 15000, maximumAge: 600000 },
    );
  }

  sort(here) {
    const list = document.getElementById("places");
    const far = (item) => (item.dataset.lat ? kilometres(here, { lat: +item.dataset.lat, lon: +item.dataset.lon }) : Infinity);
    const sorted = [...list.children].map((item) => [far(item), item]).sort((a, b) => a[0] - b[0]);
    for (const [km, item] of sorted) {
      item.querySelector(".away")?.remove();
      if (km < Infinity) {
        const away = document.createElement("p");
        away.className = "away";
        away.textContent = `≈ ${Math.round(km)} km`;
        item.querySelector("h3").after(away);
      }
      list.append(item);
    }
    this.note.textContent = this.dataset.done;
  }
}
customElements.define("near-me", NearMe);
