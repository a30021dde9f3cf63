// SPDX-License-Identifier: GPL-3.0-or-later
// Lines and areas of charts, pixel by pixel.
#include "app/charts/ink.h"

#include <QPainter>
#include <QtTest>

class TestInk : public QObject {
    Q_OBJECT

    static constexpr QRect box{10, 5, 40, 30};
    static QImage painted(const charts::Ink &ink, qreal ratio = 1)
    {
        QImage image(QSize(60, 40) * ratio, QImage::Format_RGB32);
        image.setDevicePixelRatio(ratio);
        image.fill(Qt::white);
        QPainter painter(&image);
        ink.paint(painter);
        return image;
    }
    static QPolygonF through(const QList<QPointF> &points) { return points; }
    /// How dark a pixel is, of 255.
    static int ink(const QImage &image, int x, int y) { return 255 - qRed(image.pixel(x, y)); }

private slots:
    void aLevelLineIsOnePixelHigh()
    {
        charts::Ink made(box, 1);
        made.line(through({{12, 20.5}, {48, 20.5}}), Qt::black);
        const QImage image = painted(made);
        QCOMPARE(ink(image, 30, 20), 255);
        QCOMPARE(ink(image, 30, 19) + ink(image, 30, 21), 0);
        QCOMPARE(ink(image, 11, 20) + ink(image, 50, 20), 0);
    }
    void betweenTwoRowsBothTakeHalf()
    {
        charts::Ink made(box, 1);
        made.line(through({{12, 20}, {48, 20}}), Qt::black);
        const QImage image = painted(made);
        QVERIFY(std::abs(ink(image, 30, 19) - 128) <= 2 && std::abs(ink(image, 30, 20) - 128) <= 2);
    }
    void aSteepLineHasNoHoles()
    {
        charts::Ink made(box, 1);
        made.line(through({{20, 8}, {23, 32}}), Qt::black);
        const QImage image = painted(made);
        for (int y = 9; y < 31; ++y)
            QVERIFY2(ink(image, 20, y) + ink(image, 21, y) + ink(image, 22, y) >= 255, qPrintable(QString::number(y)));
    }
    void nothingLeavesTheBox()
    {
        charts::Ink made(box, 1);
        made.line(through({{-100, -100}, {200, 300}}), Qt::black);
        made.between(through({{-50, 0}, {100, 0}}), through({{-50, 100}, {100, 100}}), Qt::black, 1);
        const QImage image = painted(made);
        QCOMPARE(ink(image, 9, 20) + ink(image, 52, 20) + ink(image, 30, 4) + ink(image, 30, 36), 0);
        QCOMPARE(ink(image, 30, 20), 255);
    }
    void dashesAndASinglePoint()
    {
        charts::Ink made(box, 1);
        made.line(through({{10, 15.5}, {50, 15.5}}), Qt::black, charts::Ink::Style::Dashed);
        made.line(through({{30, 25.5}}), Qt::black);
        const QImage image = painted(made);
        QCOMPARE(ink(image, 12, 15), 255);
        QCOMPARE(ink(image, 15, 15), 0);
        QCOMPARE(ink(image, 29, 25), 255);
        QCOMPARE(ink(image, 35, 25), 0);
    }
    void areasThatTouchHaveNoSeam()
    {
        charts::Ink made(box, 1);
        const QPolygonF low = through({{10, 30}, {50, 30}}), middle = through({{10, 20.3}, {50, 20.3}}), high = through({{10, 10}, {50, 10}});
        made.between(middle, low, Qt::black, 0.5f);
        made.between(high, middle, Qt::black, 0.5f);
        const QImage image = painted(made);
        for (int y = 11; y < 29; ++y)
            QVERIFY2(std::abs(ink(image, 30, y) - 128) <= 2, qPrintable(QString::number(y)));
        made.line(through({{10, 15.5}, {50, 15.5}}), Qt::black); // over an area it is as dark as beside it
        QCOMPARE(ink(painted(made), 30, 15), 255);
    }
    void finerPixelsAreUsed()
    {
        charts::Ink made(box, 2);
        made.line(through({{12, 20.25}, {48, 20.25}}), Qt::black);
        const QImage image = painted(made, 2);
        QCOMPARE(ink(image, 60, 40), 255);
        QCOMPARE(ink(image, 60, 39) + ink(image, 60, 41), 0);
    }
};

QTEST_MAIN(TestInk)
#include "tst_ink.moc"
