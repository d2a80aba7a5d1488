using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Tests.Keys;

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
    public async Task Store_ProtectorsKilledAtAnyMoment_KeysOpenWithTheOldOrTheNewPassphrase()
    {
        var random = new Random(815);
        var steps = new List<string[]>();
        using var watch = new AccessWatch(_store.Path);
        for (var round = 0; round < Crashes; round += AtOnce)
        {
            // Most of the time goes by in the key derivation: half of the kills wait until a file is being written.
            var writers = Enumerable.Range(0, Math.Min(AtOnce, Crashes - round))
                .Select(i => i % 2 == 0
                    ? KillAsync($"t{round + i}", random.Next(0, 6), random.Next(0, 200), "protect")
                    : KillWhileWritingAsync($"f{round + i}", random.Next(1, 6), random.Next(0, 3000))).ToArray();
            foreach (var lines in await Task.WhenAll(writers)) steps.AddRange(lines);
        }

        Assert.Empty(watch.Stop());
        Assert.All(Directory.GetFiles(_store.Path), path =>
            Assert.True(OperatingSystem.IsWindows() || (StoreFolder.Mode(path) & StoreFolder.Others) == 0, path));
        Assert.Contains(steps, step => step[0] == "protected");
        AssertWhole(steps);
        _store.Add("afterwards");
    }

    [Theory]
    [InlineData(PrivateKeyEncoding.OpenSsh)]
    [InlineData(PrivateKeyEncoding.Pkcs8)]
    [InlineData(PrivateKeyEncoding.Ppk)]
    public void Replace_CutShortBetweenTheFiles_KeepsWhatIsKnownOfTheKey(PrivateKeyEncoding encoding)
    {
        using var one = Fixture.From("one");
        using var two = Fixture.From("two");
        using var key = KeyGenerator.Generate(KeyType.Rsa);
        var store = _store.Open();
        var made = store.Published(store.Add("web", key, encoding, one), StoreFolder.In("xx-1"));
        var old = File.ReadAllBytes(made.Path);
        for (var round = 0; round < 2; round++)
        {
            // As a writer leaves it that dies between the two renames.
            store.Replace(store.Find("web")!, key, encoding, round == 0 ? two : null);
            Ec2KeyPair.Core.Store.Files.PrivateFile.Replace(made.Path, old);
            var found = _store.Open().Find("web")!;
            Assert.True(found.IsEncrypted);
            Assert.Equal(made.Fingerprints, found.Fingerprints);
            Assert.Equal(made.PublicKey!.Split(' ')[1], found.PublicKey!.Split(' ')[1]);
            Assert.Equal("xx-1", Assert.Single(found.PublishedTo).Region);
            Assert.Equal(made.CreatedUtc, found.CreatedUtc);
        }

        Assert.Equal(2, store.Published(made, StoreFolder.In("xx-2")).PublishedTo.Count);
        var renewed = store.Replace(store.Find("web")!, key, encoding, null);
        Assert.Equal((false, 2), (renewed.IsEncrypted, renewed.PublishedTo.Count));
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

    private async Task<List<string[]>> KillAsync(string prefix, int steps, int milliseconds, string task = "make")
    {
        using var child = CrashChild.Start(task, _store.Path, prefix, "100000");
        var output = new System.Text.StringBuilder();
        for (var i = 0; i < steps; i++) output.Append(await child.StandardOutput.ReadLineAsync()).Append('\n');
        await Task.Delay(milliseconds);
        child.Kill();
        output.Append(await child.StandardOutput.ReadToEndAsync());
        await child.WaitForExitAsync();
        return CrashChild.Lines(output.ToString());
    }

    /// <summary>Kills the writer this long after an unfinished file has shown up.</summary>
    private async Task<List<string[]>> KillWhileWritingAsync(string prefix, int steps, int microseconds)
    {
        using var child = CrashChild.Start("protect", _store.Path, prefix, "100000");
        var output = new System.Text.StringBuilder();
        for (var i = 0; i < steps; i++) output.Append(await child.StandardOutput.ReadLineAsync()).Append('\n');
        await Task.Run(() =>
        {
            var known = Directory.GetFiles(_store.Path, ".ec2keypair-*").ToHashSet();
            var patience = System.Diagnostics.Stopwatch.StartNew();
            while (patience.Elapsed < TimeSpan.FromSeconds(5) && Directory.GetFiles(_store.Path, ".ec2keypair-*").All(known.Contains))
            {
                Thread.Yield();
            }

            var seen = System.Diagnostics.Stopwatch.StartNew();
            while (seen.Elapsed.TotalMilliseconds * 1000 < microseconds) Thread.SpinWait(10);
        });
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
            else if (step[0] == "made") Assert.Equal(step[2], keyPair.PublicKey!.Split(' ')[1]);
        }

        var last = steps.Where(step => step[0] == "protected").GroupBy(step => step[1])
            .ToDictionary(group => group.Key, group => group.Max(step => int.Parse(step[2], System.Globalization.CultureInfo.InvariantCulture)));
        foreach (var keyPair in listed.Values)
        {
            using var key = Opened(keyPair, last.GetValueOrDefault(keyPair.Name));
            Assert.Equal(keyPair.PublicKey!.Split(' ')[1], key.PublicKey.ToOpenSshLine().Split(' ')[1]);
        }
    }

    // The step that was reported last, or the one after it: as Writer of the crash program has them.
    private static PrivateKey Opened(LocalKeyPair keyPair, int step)
    {
        if (keyPair.Name == SharedName) return KeyFileInspection.Open(keyPair.Path, Fixture.From("one"));
        Assert.Equal(KeyFile.Inspect(File.ReadAllBytes(keyPair.Path)).IsEncrypted, keyPair.IsEncrypted);
        foreach (var passphrase in new[] { After(step), After(step + 1) })
        {
            try
            {
                if (keyPair.IsEncrypted == passphrase is not null) return KeyFileInspection.Open(keyPair.Path, passphrase is null ? null : Fixture.From(passphrase));
            }
            catch (Errors.Ec2KeyPairException e) when (e.Condition == Errors.ErrorCondition.PassphraseIncorrect)
            {
                // Then the other one.
            }
        }

        throw new Xunit.Sdk.XunitException($"{keyPair.Path}, {(keyPair.IsEncrypted ? "encrypted" : "open")}, opens with neither the passphrase of step {step} nor the next");
    }

    private static string? After(int step) => (step % 4) switch { 1 => "one", 2 => "two", _ => null };
}
