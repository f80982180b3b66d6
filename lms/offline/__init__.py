"""The site on a phone without network: the installed application, courses kept on the device, answers delivered later."""
