// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/chartsets.h"

#include "app/charts/heatmap.h"
#include "app/charts/measures.h"
#include "app/charts/palette.h"
#include "app/charts/timechart.h"
#include "app/models/trail.h"
#include "app/models/words.h"

#include <QComboBox>
#include <algorithm>

namespace pages {

namespace {

using charts::Board;
using charts::Term;
using charts::TimeChart;
using charts::Unit;
using Shape = TimeChart::Shape;

struct ChartWords {
    Q_DECLARE_TR_FUNCTIONS(pages::Charts)
};

/// Makes the charts of one board; all of them are about `scope`.
struct Set {
    Board &board;
    std::string scope;

    Term term(const char *measure, const char *by = "", const char *role = "", int colour = -1, bool below = false) const
    {
        Term term{measure, scope, by, {}, colour, below, role};
        if (const charts::Measure *known = charts::measure(measure))
            term.name = charts::measureTitle(*known);
        return term;
    }
    Term named(Term term, const QString &name) const
    {
        term.name = name;
        return term;
    }
    TimeChart *time(const char *name, const QString &title, Shape shape, Unit unit, std::vector<Term> terms, bool wide = false) const
    {
        auto *chart = new TimeChart(board.axis(), shape, unit);
        if (unit == Unit::Share)
            chart->setTop(1);
        chart->setTerms(std::move(terms));
        board.add(QStringLiteral("charts.") + QLatin1String(name), title, chart, wide);
        return chart;
    }
    /// Reads above zero, writes below.
    void mirrored(const char *name, const QString &title, Unit unit, const char *read, const char *write) const
    {
        time(name, title, Shape::Mirrored, unit, {term(read, "", "", charts::readColour), term(write, "", "", charts::writeColour, true)});
    }
    void bandwidth() const { mirrored("bandwidth", ChartWords::tr("Read and write bandwidth"), Unit::BytesPerSecond, "read_bytes", "write_bytes"); }
    void transfers() const { mirrored("transfers", ChartWords::tr("Reads and writes"), Unit::PerSecond, "read_ops", "write_ops"); }
    void latency() const
    {
        time("latency", ChartWords::tr("Time of a read and of a write"), Shape::Lines, Unit::Seconds, {term("read_latency", "", "", charts::readColour), term("write_latency", "", "", charts::writeColour)});
    }
    void metadata() const { time("metadata", ChartWords::tr("Metadata operations"), Shape::Stacked, Unit::PerSecond, {term("md_ops", "operation")}); }
    void metadataLatency() const { time("metadata-latency", ChartWords::tr("Time of a metadata operation"), Shape::Lines, Unit::Seconds, {term("md_latency", "operation")}); }
    void sizes() const
    {
        auto *chart = new charts::Histogram(board.axis(), Unit::Bytes, Unit::PerSecond);
        chart->setTerms({term("brw_read", "size", "", charts::readColour), term("brw_write", "size", "", charts::writeColour)});
        board.add(QStringLiteral("charts.sizes"), ChartWords::tr("Disk I/O by size"), chart);
    }
    void lnet() const { mirrored("lnet", ChartWords::tr("LNet"), Unit::BytesPerSecond, "lnet_receive", "lnet_send"); }
    void lnetTroubles() const { time("lnet-drops", ChartWords::tr("LNet messages dropped and errors"), Shape::Lines, Unit::PerSecond, {term("lnet_drops"), term("lnet_errors")}); }
    void hosts(const char *name, const QString &title, const char *role) const
    {
        time(name, title, Shape::Lines, Unit::Share, {term("cpu_busy", "", role), term("memory", "", role)});
    }
    void balance() const;
    void heat() const;
};

void Set::balance() const
{
    auto *chart = new charts::Balance(board.axis());
    charts::Frame *frame = board.add(QStringLiteral("charts.balance"), ChartWords::tr("OST balance"), chart);
    auto *least = new QComboBox;
    least->setAccessibleName(ChartWords::tr("Which OSTs"));
    for (const int percent : {0, 50, 75, 85, 95})
        least->addItem(percent == 0 ? ChartWords::tr("All OSTs") : ChartWords::tr("Fuller than %1 %").arg(percent), percent);
    QObject::connect(least, &QComboBox::currentIndexChanged, chart, [chart, least] { chart->setLeast(least->currentData().toInt() / 100.0); });
    frame->addTool(least);
}

void Set::heat() const
{
    struct Kind {
        QString text;
        const char *measure;
    };
    const std::vector<Kind> kinds{{ChartWords::tr("Read bytes"), "read_bytes"}, {ChartWords::tr("Write bytes"), "write_bytes"}, {ChartWords::tr("Reads"), "read_ops"}, {ChartWords::tr("Writes"), "write_ops"}};
    auto *chart = new charts::HeatMap(board.axis(), Unit::BytesPerSecond);
    chart->setTerms({term("read_bytes", "target", "ost")});
    charts::Frame *frame = board.add(QStringLiteral("charts.heat"), ChartWords::tr("Reads and writes by OST"), chart, true, 280);
    auto *choice = new QComboBox;
    choice->setAccessibleName(ChartWords::tr("What the colours show"));
    for (const Kind &kind : kinds)
        choice->addItem(kind.text, QLatin1String(kind.measure));
    QObject::connect(choice, &QComboBox::currentIndexChanged, chart, [chart, choice, set = *this] {
        const QByteArray id = choice->currentData().toString().toLatin1();
        const charts::Measure *known = charts::measure(id.toStdString());
        chart->setUnit(known == nullptr ? Unit::Count : known->unit);
        chart->setTerms({set.term(id.constData(), "target", "ost")});
    });
    frame->addTool(choice);
}

void addFilesystemCharts(const Set &set)
{
    set.bandwidth();
    set.metadata();
    set.transfers();
    set.balance();
    set.hosts("mds", ChartWords::tr("Metadata servers"), "mdt");
    set.hosts("oss", ChartWords::tr("Object storage servers"), "ost");
    set.heat();
    set.time("space", ChartWords::tr("Space and inodes used"), Shape::Lines, Unit::Share, {set.named(set.term("space", "", "ost"), ChartWords::tr("Space")), set.named(set.term("inodes", "", "mdt"), ChartWords::tr("Inodes"))});
    set.sizes();
    set.latency();
    set.metadataLatency();
    set.lnet();
    set.lnetTroubles();
    set.time("hsm", ChartWords::tr("HSM requests"), Shape::Lines, Unit::Count, {set.term("hsm_waiting"), set.term("hsm_running"), set.term("hsm_current")});
}

void addServerCharts(const Set &set)
{
    set.bandwidth();
    TimeChart *cpu = set.time("cpu", ChartWords::tr("CPU"), Shape::Stacked, Unit::Share, {set.term("cpu_user"), set.term("cpu_system"), set.term("cpu_iowait")});
    cpu->setTop(1);
    set.time("memory", ChartWords::tr("Memory"), Shape::Lines, Unit::Bytes, {set.term("memory_used"), set.term("memory_total"), set.term("swap_used"), set.term("swap_total")});
    set.lnet();
    set.lnetTroubles();
    set.time("ni-health", ChartWords::tr("Health of NIs (1,000 is well)"), Shape::Lines, Unit::Count, {set.term("ni_health", "nid")});
    set.time("load", ChartWords::tr("Load"), Shape::Areas, Unit::Count, {set.term("load")});
    set.time("net-receive", ChartWords::tr("Received by interface"), Shape::Lines, Unit::BytesPerSecond, {set.term("net_receive", "interface")});
    set.time("net-send", ChartWords::tr("Sent by interface"), Shape::Lines, Unit::BytesPerSecond, {set.term("net_send", "interface")});
    set.time("metadata", ChartWords::tr("Metadata operations"), Shape::Stacked, Unit::PerSecond, {set.term("md_ops", "operation")});
    set.time("disk-read", ChartWords::tr("Read by disk"), Shape::Lines, Unit::BytesPerSecond, {set.term("disk_read", "device")});
    set.time("disk-write", ChartWords::tr("Written by disk"), Shape::Lines, Unit::BytesPerSecond, {set.term("disk_write", "device")});
}

void addFullness(const Set &set, const QString &inodes)
{
    set.time("space", ChartWords::tr("Space used"), Shape::Areas, Unit::Share, {set.term("space")});
    set.time("inodes", inodes, Shape::Areas, Unit::Share, {set.term("inodes")});
}

void addTargetCharts(const Set &set, const inventory::Target &target)
{
    if (target.ost) {
        set.bandwidth();
        set.transfers();
        set.latency();
        set.sizes();
        addFullness(set, ChartWords::tr("Objects used"));
        set.time("grant", ChartWords::tr("Grant"), Shape::Lines, Unit::Bytes, {set.term("granted"), set.term("dirty"), set.term("pending")});
    } else if (target.mdt) {
        set.metadata();
        set.metadataLatency();
        addFullness(set, ChartWords::tr("Inodes used"));
    }
    set.time("exports", ChartWords::tr("Connections"), Shape::Areas, Unit::Count, {set.term("exports")});
    set.time("locks", ChartWords::tr("Locks held"), Shape::Areas, Unit::Count, {set.term("locks")});
    set.time("evictions", ChartWords::tr("Evictions"), Shape::Areas, Unit::PerSecond, {set.term("evictions")});
}

} // namespace

std::string boardKind(const std::string &place, const inventory::World &world)
{
    const inventory::Target *target = world.target(place);
    return target == nullptr ? models::placeKind(place) : target->ost ? "ost" : target->mdt ? "mdt" : "mgt";
}

void fillBoard(Board &board, const std::string &place, const inventory::World &world)
{
    board.clear();
    const Set set{board, place};
    if (const inventory::Target *target = world.target(place))
        addTargetCharts(set, *target);
    else if (models::placeKind(place) == "server")
        addServerCharts(set);
    else
        addFilesystemCharts(set);
    refreshBoard(board, place, world);
}

void refreshBoard(Board &board, const std::string &place, const inventory::World &world)
{
    auto *balance = board.findChild<charts::Balance *>();
    if (balance == nullptr)
        return;
    std::vector<charts::Balance::Bar> bars;
    for (const auto &[id, target] : world->targets)
        if (target.ost && target.bytesTotal > 0 && (place.empty() || place == "filesystem:" + target.fsname))
            bars.push_back({id, models::q(target.label), static_cast<double>(target.bytesTotal - std::min(target.bytesFree, target.bytesTotal)), static_cast<double>(target.bytesTotal)});
    std::sort(bars.begin(), bars.end(), [](const auto &a, const auto &b) { return models::naturalLess(a.name, b.name); });
    balance->setBars(std::move(bars));
}

} // namespace pages
