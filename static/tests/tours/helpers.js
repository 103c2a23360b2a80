import { session } from "@web/session";

/** Odoo asks who sits there; the tours run as `admin`. */
export function password() {
    return [
        { trigger: ".modal input[type=password]", run: "edit admin" },
        { trigger: ".modal-footer .btn-primary", run: "click" },
    ];
}

/** A click after which the page is loaded anew: 19.0 wants to be told, 18.0 does not. */
export function reloading(trigger) {
    const step = { trigger, run: "click" };
    return session.server_version_info[0] < 19 ? step : { ...step, expectUnloadPage: true };
}
