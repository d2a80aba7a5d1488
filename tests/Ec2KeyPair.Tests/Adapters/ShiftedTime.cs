namespace Ec2KeyPair.Tests.Adapters;

/// <summary>The machine's clock, so far off.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    internal TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow + Shift;
}
