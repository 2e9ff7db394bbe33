# Run by `cargo xtask bundle --try` within a clean system: installs, uses and removes Baton.
set -eu
say() { echo "trial: $*"; }
fail() { say "FAILED: $*"; sed 's/^/  /' /tmp/baton.log /tmp/dunst.log 2>/dev/null || true; exit 1; }
files() { find / -xdev \( -path /proc -o -path /dev -o -path /sys -o -path /tmp -o -path /var/cache \
  -o -path /var/log -o -path /var/lib/apt -o -path /run \) -prune -o -print | sort; }
wait_for() { # what, seconds, command
  what=$1 left=$2; shift 2
  until "$@"; do left=$((left - 1)); [ "$left" -gt 0 ] || fail "no $what"; sleep 1; done
}

export DEBIAN_FRONTEND=noninteractive
apt-get update -q >/dev/null
# What it depends on belongs to the system; what remains of Baton itself is looked for.
apt-get install -y -q --no-install-recommends $(dpkg-deb -f /tmp/baton.deb Depends |
  tr ',' '\n' | sed 's/(.*//; s/|.*//' | tr '\n' ' ') >/dev/null
files >/tmp/before
apt-get install -y -q --no-install-recommends /tmp/baton.deb >/dev/null
say "installed: $(dpkg-query -W -f '${Package} ${Version}, ${Installed-Size} kB' baton)"
grep -q '^MimeType=.*x-scheme-handler/baton' /usr/share/applications/*aton.desktop || fail "no link handler"
ldd /usr/bin/baton | grep 'not found' && fail "libraries are missing"

mkdir -p /run/dbus && dbus-uuidgen --ensure
Xvfb :7 -screen 0 1360x860x24 -nolisten tcp >/dev/null 2>&1 &
export DISPLAY=:7
eval "$(dbus-launch --sh-syntax)"
dunst -print >/tmp/dunst.log 2>&1 &
baton --listen 127.0.0.1:0 >/tmp/baton.log 2>&1 &
wait_for "start" 60 grep -q 'Baton is open' /tmp/baton.log
say "started: $(grep -m1 'Baton is open' /tmp/baton.log)"
hub=$(grep -o 'http://127.0.0.1:[0-9]*' /tmp/baton.log | head -1)
key=$(curl -fsS $hub/demo | grep -o 'data-key="[^"]*"' | head -1 | cut -d'"' -f2)
[ -n "$key" ] || fail "the demo page names no widget"
begun=$(curl -fsS -X POST "$hub/v1/widget/$key/conversations" \
  -H 'content-type: application/json' -H 'Idempotency-Key: trial-of-the-package' -d '{}')
token=$(echo "$begun" | grep -o 'bvt_[^"]*')
curl -fsS -X POST $hub/v1/visitor/handoff -H "authorization: Bearer $token" \
  -H 'content-type: application/json' -d '{"reason":"The trial asks"}' >/dev/null
wait_for "notification" 20 grep -q 'Anonymous' /tmp/dunst.log
say "notified: $(grep -m1 -i 'summary' /tmp/dunst.log)"
pkill -x baton; wait_for "end" 15 sh -c '! pgrep -x baton >/dev/null'
pkill dunst; pkill Xvfb; kill "$DBUS_SESSION_BUS_PID" 2>/dev/null || true

apt-get purge -y -q baton >/dev/null
files >/tmp/after
left=$(comm -13 /tmp/before /tmp/after | grep -v '^/var/lib/dpkg\|^/etc/machine-id\|^/var/lib/dbus' || true)
others=$(echo "$left" | grep -v '^/root/' || true)
say "kept of the user's: $(echo "$left" | grep -c '^/root/' || true) files below the home folder"
[ -z "$others" ] || fail "left behind: $others"
say "removed, with nothing left but the user's data"
