#!/usr/bin/env bash
# Installs what is missing of the Debian 12 packages that Luoshi needs.
#   tools/install.sh build   what ./run needs (the default)
#   tools/install.sh test    what ./test needs beyond that
# Exit codes: 0 all there; 1 the installation failed; 2 wrong use; 3 packages are missing and this
# user may not install any (they are named).
set -euo pipefail
# shellcheck source=tools/steps.sh
source "$(dirname "$(readlink -f "$0")")/steps.sh"

build_packages=(
  g++ cmake ninja-build ccache pkg-config
  libsqlite3-dev libpq-dev libssl-dev libboost1.81-dev libboost-json1.81-dev
  libzip-dev libexpat1-dev libpugixml-dev libyaml-cpp-dev libutf8proc-dev libcli11-dev libfmt-dev
  libpango1.0-dev libcairo2-dev libqrencode-dev fonts-noto-cjk poppler-utils
)
test_packages=(
  libgtest-dev libgmock-dev git python3 shellcheck
  clang clang-tidy clang-format libclang-rt-14-dev llvm
  postgresql-15 sqlite3 openssl
  python3-openpyxl python3-xlwt libreoffice-calc-nogui libreoffice-writer-nogui
)

packages=()
for set in "${@:-build}"; do
  case $set in
    build) packages+=("${build_packages[@]}") ;;
    test) packages+=("${test_packages[@]}") ;;
    *)
      echo "用法 / usage: tools/install.sh [build] [test]" >&2
      exit 2
      ;;
  esac
done

missing=()
if command -v dpkg-query >/dev/null; then
  # shellcheck disable=SC2016 # the ${…} are dpkg-query's
  installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${packages[@]}" 2>/dev/null || true)
  for package in "${packages[@]}"; do
    [[ $'\n'$installed$'\n' == *$'\n'"$package installed"$'\n'* ]] || missing+=("$package")
  done
else
  echo "这不是 Debian 12，请自行装好下列软件包的对应版本。" >&2
  echo "This is not Debian 12: install what corresponds to these packages yourself:" >&2
  echo "  ${packages[*]}" >&2
  exit 3
fi

as_root=(env)
if ((EUID != 0)); then
  if command -v sudo >/dev/null && { [[ -t 0 ]] || sudo -n true 2>/dev/null; }; then
    as_root=(sudo env)
  else
    as_root=()
  fi
fi

log=$root/.cache/install.log
apt() {
  "${as_root[@]}" DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 apt-get -q -y \
    -o DPkg::Lock::Timeout=300 -o APT::Install-Recommends=false -o Dpkg::Use-Pty=0 "$@"
}
have_lists() { compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null; }
update() { quietly "更新软件包目录 / apt-get update" "$log" apt update; }

if ((${#missing[@]})); then
  if ((${#as_root[@]} == 0)); then
    echo "缺少下列软件包，而当前用户无权安装。请管理员执行：" >&2
    echo "These packages are missing and this user may not install them. As root:" >&2
    echo "  apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 3
  fi
  [[ ${as_root[0]} == sudo ]] && sudo -v  # asks for the password here, where it can be seen
  echo "安装 ${#missing[@]} 个软件包 / installing: ${missing[*]}"
  have_lists || update || true
  title="安装软件包 / apt-get install"
  # Lists that are too old name files that are gone: then once more with new ones.
  if ! quietly "$title" "$log" apt install "${missing[@]}" &&
    ! { update && quietly "$title" "$log" apt install "${missing[@]}"; }; then
    tail -n 20 "$log" >&2
    echo "安装失败，详见 .cache/install.log。请检查网络和软件源。" >&2
    echo "The installation failed, see .cache/install.log. Check the network and the apt sources." >&2
    exit 1
  fi
fi

# The typefaces of official papers. Nothing stops without them: Noto stands in.
if [[ -x tools/fonts.sh ]] && ! compgen -G '.cache/fonts/*.otf' >/dev/null; then
  if ! have_lists && ((${#as_root[@]})); then
    update || true
  fi
  if ! quietly "下载公文字体 / fetching fonts" "$root/.cache/fonts.log" \
    timeout 120 tools/fonts.sh .cache/fonts; then
    echo "未取得公文字体（仿宋、楷体），文件以思源字体排印。原因见 .cache/fonts.log。"
    echo "The typefaces of official papers are not at hand; Noto is used instead (.cache/fonts.log)."
  fi
fi
