using System.Diagnostics;

namespace Ec2KeyPair.AwsEndpoint.Tests;

/// <summary>Waits for what another thread or process does; a test that waits in vain says for what.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task BeAsync(Func<bool> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Limit, "It never came about: " + what);
            await Task.Delay(10);
        }
    }
}
