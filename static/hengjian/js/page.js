// What every page does. No build step: the browser loads these modules as they are (Chromium 90).
import "./confirm.js";
import "./forms.js";
import "./grid.js";
import "./menus.js";
import "./session.js";
import "./sign_out.js";
import "./tables.js";
import "./tree.js";
