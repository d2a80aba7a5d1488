using System.Globalization;
using Ec2KeyPair.Benchmarks.Running;

namespace Ec2KeyPair.Benchmarks.Figures;

/// <summary>Waiting for the passwords of many instances that were launched together, in time that runs faster for the module and for AWS alike.</summary>
internal static class WaitingFigure
{
    private const double MostCalls = 2;
    private const double LongestDelay = 10;
    private const int WaiterSeconds = 15;

    internal static IEnumerable<Row> Measure(bool quick)
    {
        const int scale = 10;
        var (count, first, last) = quick ? (100, 1, 3) : (500, 4, 12);
        var numbers = Tool.Run("dotnet", [Repository.Waiting, $"{count}", $"{scale}", $"{first}", $"{last}"])
            .Split().Where(word => word.Length > 0).Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToList();
        var (calls, median, longest, seconds) = (numbers[0], numbers[1], numbers[2], numbers[3]);
        yield return new Row(
            $"waiting for {count} passwords that come {first} to {last} minutes after launch, calls a second",
            $"{calls:0.00}",
            $"a waiter for each, every {WaiterSeconds} s: {(double)count / WaiterSeconds:0}",
            "",
            $"<= {MostCalls}",
            calls <= MostCalls);
        yield return new Row(
            $"  from a password being there to its being out, median and longest of {seconds:0} s",
            $"{median:0.0} s, {longest:0.0} s",
            "",
            "",
            $"<= {LongestDelay} s",
            longest <= LongestDelay);
    }
}
