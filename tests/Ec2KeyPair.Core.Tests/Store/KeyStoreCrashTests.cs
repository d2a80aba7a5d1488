using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.Tests.Store;

/// <summary>Processes that are killed while they write, and processes that write at once.</summary>
public sealed class KeyStoreCrashTests : IDisposable
{
    private const string SharedName = "Everybody's key";
    private const int Processes = 8;
    private const int AtOnce = 2;
    private static readonly int Crashes = TestSize.Of("EC2KEYPAIR_CRASHES", 30);
    private static readonly int Operations = TestSize.Of("EC2KEYPAIR_STORE_OPERATIONS", 25);
    private readonly StoreFolder _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Store_WritersKilledAtAnyMoment_LosesNothingThatWasReported()
    {
        var random = new Random(4711);
        var steps = new List<string[]>();
        for (var round = 0; round < Crashes; round += AtOnce)
        {
            // Kills fall on a number of reported steps and a random time after it: starting takes its time, working little.
            var writers = Enumerable.Range(0, Math.Min(AtOnce, Crashes - round))
                .Select(i => KillAsync($"w{round + i}", random.Next(0, 12), random.Next(0, 8))).ToArray();
            foreach (var lines in await Task.WhenAll(writers)) steps.AddRange(lines);
        }

        AssertWhole(steps);
        Assert.All(Directory.GetFiles(_store.Path), path =>
            Assert.True(OperatingSystem.IsWindows() || (StoreFolder.Mode(path) & StoreFolder.Others) == 0, path));
        _store.Add("afterwards"); // No lock has stayed behind.
    }

    [Fact]
    public async Task Store_EightProcessesAtOnce_LoseNothing()
    {
        _store.Add(SharedName);
        var children = Enumerable.Range(0, Processes)
            .Select(i => CrashChild.Start("share", _store.Path, $"p{i}", $"{Operations}")).ToArray();
        var outputs = await Task.WhenAll(children.Select(child => child.StandardOutput.ReadToEndAsync()));
        foreach (var child in children)
        {
            await child.WaitForExitAsync();
            Assert.True(child.ExitCode == 0, string.Join('\n', outputs));
            child.Dispose();
        }

        var steps = outputs.SelectMany(CrashChild.Lines).ToList();
        Assert.Equal(Processes * Operations, steps.Count(step => step[0] == "published"));
        AssertWhole(steps);
        Assert.Equal(Processes * Operations, _store.Open().Find(SharedName)!.PublishedTo.Count);
    }

    [Fact]
    public void Add_SameNameByManyThreads_IsMadeOnce()
    {
        var made = 0;
        Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            using var key = KeyGenerator.Generate(KeyType.Ed25519);
            try
            {
                _store.Open().Add("web", key, PrivateKeyEncoding.OpenSsh, null);
                Interlocked.Increment(ref made);
            }
            catch (Errors.Ec2KeyPairException e)
            {
                Assert.Equal(Errors.ErrorCondition.KeyPairExists, e.Condition);
            }
        });
        Assert.Equal(1, made);
        Assert.Single(_store.List());
    }

    private async Task<List<string[]>> KillAsync(string prefix, int steps, int milliseconds)
    {
        using var child = CrashChild.Start("make", _store.Path, prefix, "100000");
        var output = new System.Text.StringBuilder();
        for (var i = 0; i < steps; i++) output.Append(await child.StandardOutput.ReadLineAsync()).Append('\n');
        await Task.Delay(milliseconds);
        child.Kill();
        output.Append(await child.StandardOutput.ReadToEndAsync());
        await child.WaitForExitAsync();
        return CrashChild.Lines(output.ToString());
    }

    private void AssertWhole(List<string[]> steps)
    {
        var listed = _store.List().ToDictionary(key => key.Name); // Throws for a file that can't be understood.
        Assert.NotEmpty(steps);
        foreach (var step in steps)
        {
            Assert.True(listed.TryGetValue(step[1], out var keyPair), $"lost: {step[1]}");
            if (step[0] == "published") Assert.Contains(keyPair.PublishedTo, where => where.Region == step[2]);
            else Assert.Equal(step[2], keyPair.PublicKey!.Split(' ')[1]);
        }

        foreach (var keyPair in listed.Values)
        {
            using var key = KeyFileInspection.Open(keyPair.Path, null);
            Assert.Equal(keyPair.PublicKey!.Split(' ')[1], key.PublicKey.ToOpenSshLine().Split(' ')[1]);
        }
    }
}
