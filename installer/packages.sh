# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by installer/run and installer/test: what the project needs from the distribution, and how to get it.

build_packages="g++ cmake ninja-build ccache mold pkg-config qt6-base-dev libqt6sql6-sqlite qt6-svg-dev libqt6svg6
 qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools qtkeychain-qt6-dev libgl-dev libssh-dev libcurl4-openssl-dev libsqlite3-dev nlohmann-json3-dev
 fonts-dejavu-core openssh-client"
test_packages="openssh-server openssl e2fsprogs xvfb xauth"

say() { printf '== %s\n' "$*"; }

# Installs those of the named packages that are missing. Without root it uses sudo; with everything there it asks for nothing.
need_packages() {
    command -v dpkg-query >/dev/null 2>&1 || { say "not a Debian: install these yourself, by the names your distribution gives them: $*"; return 0; }
    missing=""
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    [ -z "$missing" ] && return 0
    say "installing:$missing"
    as_root=""
    [ "$(id -u)" = 0 ] || as_root="sudo"
    $as_root apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

# A clone in another folder still finds what was compiled before: paths are stored relative to the project's folder.
use_ccache() {
    export CCACHE_BASEDIR="$1" CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS="pch_defines,time_macros"
}
