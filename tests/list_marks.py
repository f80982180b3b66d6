"""Lists whose marks lie left of the page, as a browser draws them."""

HANGING = """() => [...document.querySelectorAll('main li')].filter((one) => {
  const style = getComputedStyle(one);
  const has_mark = style.display === 'list-item' && style.listStyleType !== 'none' && style.listStylePosition === 'outside';
  return has_mark && one.checkVisibility() && one.getBoundingClientRect().left < parseFloat(style.fontSize) + 4;
}).map((one) => one.textContent.trim().slice(0, 40))"""
"""Points whose mark lies left of the page."""
