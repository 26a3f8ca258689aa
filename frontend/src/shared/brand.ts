// The mark of Carnet: a small book with a stamp on its page. Inline, because it takes the colour of the text.
export const brandSvg =
  '<svg viewBox="0 0 26 26" fill="none" stroke="currentColor" stroke-width="1.8" aria-hidden="true" focusable="false">' +
  '<rect x="4.5" y="2.5" width="17" height="21" rx="2.5"/><path d="M8 2.5v21"/><circle cx="14.8" cy="10.5" r="3.6"/><path d="M12 18.5h5.5"/></svg>'
