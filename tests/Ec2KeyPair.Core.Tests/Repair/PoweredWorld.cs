using Ec2KeyPair.Core.Repair.Sagas;

namespace Ec2KeyPair.Core.Tests.Repair;

/// <summary>
/// Switches, a journal in memory, and a power supply that fails at a moment of the test's choice: from then on nothing is
/// changed or written any more, as after SIGKILL. Any operation may also be told to fail once, which the process survives.
/// </summary>
internal sealed class PoweredWorld : ISagaJournal
{
    private readonly List<JournalEntry> _entries = [];
    private int _operation;

    /// <summary>The operation at which the power fails; a half more means after its effect.</summary>
    internal double PowerFailsAt { get; set; } = double.MaxValue;

    /// <summary>The operations that fail without an effect.</summary>
    internal HashSet<int> Failing { get; } = [];

    internal int Operations => _operation;

    internal HashSet<string> On { get; } = new(StringComparer.Ordinal);

    internal int Served { get; private set; }

    internal IReadOnlyList<JournalEntry> Entries => _entries;

    internal static readonly string[] Names = ["A", "B", "C"];

    /// <summary>A process begins: power is back, operations are counted anew.</summary>
    internal Saga Boot()
    {
        _operation = 0;
        PowerFailsAt = double.MaxValue;
        Failing.Clear();
        return new Saga("test", Names.Select((name, at) => (ISagaStep)new Switch(this, name, at == 0 ? null : Names[at - 1])).ToList(), ServeAsync, this, _ => Task.CompletedTask);
    }

    public IReadOnlyList<JournalEntry> Read() => _entries.ToList();

    public void Append(JournalEntry entry) => Do(() => _entries.Add(entry));

    internal void Do(Action effect)
    {
        var now = _operation++;
        if (now > PowerFailsAt - 0.25) throw new PowerCutException();
        if (Failing.Contains(now)) throw new Core.Errors.Ec2KeyPairException(Core.Errors.ErrorCondition.AwsUnavailable, $"operation {now} fails");
        effect();
        if (now + 0.5 > PowerFailsAt - 0.25 && PowerFailsAt - now < 0.75) throw new PowerCutException();
    }

    private Task ServeAsync(SagaFacts facts, CancellationToken cancel)
    {
        Assert.Equal("noted", facts.Get("C"));
        // Where the journal could not be written on the way back, the next process finds less standing than it says.
        if (On.Count < Names.Length) throw new Core.Errors.Ec2KeyPairException(Core.Errors.ErrorCondition.RepairFailed, "not all are on");
        Do(() => Served++);
        return Task.CompletedTask;
    }

    internal sealed class PowerCutException : Exception;

    private sealed class Switch(PoweredWorld world, string name, string? below) : ISagaStep
    {
        public string Name => name;

        public Task DoAsync(SagaFacts facts, CancellationToken cancel)
        {
            if (below is not null) Assert.Contains(below, world.On);
            facts.Note(name, "noted");
            if (!world.On.Contains(name)) world.Do(() => world.On.Add(name));
            return Task.CompletedTask;
        }

        public Task UndoAsync(SagaFacts facts, CancellationToken cancel)
        {
            if (world.On.Contains(name)) world.Do(() => world.On.Remove(name));
            return Task.CompletedTask;
        }
    }
}
