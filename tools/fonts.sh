#!/bin/sh
# Puts the open faces that PDF papers are set in (Fandol: 仿宋, 楷体, 黑体, 宋体) into a folder.
# They lie in a Debian package that is otherwise not wanted, so only their files are taken out of it.
#   tools/fonts.sh FOLDER [texlive-lang-chinese_….deb]
# Without a .deb the package is downloaded by apt-get. Exit status 1 when a face is missing.
set -eu

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
  echo "usage: $0 FOLDER [package.deb]" >&2
  exit 2
fi
mkdir -p "$1"
folder=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

if [ $# -eq 2 ]; then
  package=$2
else
  (cd "$work" && apt-get download -q texlive-lang-chinese >&2)
  package=$(find "$work" -name 'texlive-lang-chinese_*.deb')
fi
fonts=./usr/share/texlive/texmf-dist/fonts/opentype/public/fandol
dpkg-deb --fsys-tarfile "$package" | tar -x -C "$work" --wildcards "$fonts/*.otf"
for face in FandolFang-Regular FandolKai-Regular FandolHei-Regular FandolSong-Regular \
  FandolSong-Bold; do
  install -m 644 "$work/$fonts/$face.otf" "$folder/"
done
