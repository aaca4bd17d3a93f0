// The rules of html-validate: all that it recommends for whole documents, but for these.
module.exports = {
  root: true,
  extends: ["html-validate:recommended", "html-validate:document"],
  rules: {
    // Style that changes nothing for a reader or a browser.
    "doctype-style": "off",
    "attr-quotes": "off",
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    "no-trailing-whitespace": "off",
    "void-style": "off",
    // The title of a service is what the law calls it, however long that is.
    "long-title": "off",
    // Everything is our own: nothing is loaded from anywhere else.
    "require-sri": "off",
    // Naming a video is allowed, and it is how a screen reader tells which it is.
    "aria-label-misuse": ["error", { allowAnyNamable: true }],
    // A number that is a link may break as its words do.
    "tel-non-breaking": "off",
  },
};
