#!/bin/sh
# Installs Debian's chromium and a Chinese font where they are missing and this may be done; says so where it may not.
have_font() { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh family 2>/dev/null)" ]; }
if command -v chromium >/dev/null 2>&1 && have_font; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing chromium and fonts-noto-cjk for the browser tests"
  if apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null; then
    exit 0
  fi
fi
echo "chromium or a Chinese font is missing and cannot be installed here: the browser tests will skip."
echo "To run them: apt-get install chromium fonts-noto-cjk"
