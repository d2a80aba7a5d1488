using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Repair.Sagas;

namespace Ec2KeyPair.Core.Tests.Repair;

public sealed class SagaTests
{
    [Fact]
    public async Task Run_NothingFails_ServesOnceAndPutsAllBack()
    {
        var world = new PoweredWorld();
        Assert.True(await world.Boot().RunAsync(_ => { }, CancellationToken.None));
        AtRest(world);
        Assert.Equal(1, world.Served);
        Assert.Equal(["C", "B", "A"], world.Entries.Where(entry => entry.Mark == JournalMark.Undone).Select(entry => entry.Name));
    }

    [Fact]
    public async Task Run_AnOperationFails_PutsAllBackAndSaysWhatFailed()
    {
        var (steps, after) = await CountAsync();
        for (var at = 1; at < steps; at++)
        {
            var world = new PoweredWorld();
            var saga = world.Boot();
            world.Failing.Add(at);
            var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => saga.RunAsync(_ => { }, CancellationToken.None));
            Assert.Contains($"operation {at} fails", error.Message);
            if (error.Condition == ErrorCondition.RepairUnfinished) Assert.True(SagaRecord.Of(world.Read()).IsOpen);
            else Assert.Empty(world.On);
            // Undoing failed, or a line of the journal: the next run goes on with it.
            if (SagaRecord.Of(world.Read()).IsOpen) await Record.ExceptionAsync(() => world.Boot().RunAsync(_ => { }, CancellationToken.None));
            AtRest(world);
        }

        Assert.True(steps > 15 && after > 10, "the test means something");
    }

    [Fact]
    public async Task Run_KilledAtAnyPointAndAgainOnTheWay_EndsServedOnceAndAtRest()
    {
        var (steps, _) = await CountAsync();
        for (var first = 0.0; first < steps; first += 0.5)
        {
            for (var second = 0.0; second < steps; second += 0.5)
            {
                var world = new PoweredWorld();
                await KillAsync(world, first);
                await KillAsync(world, second);
                // A killed saga that was on its way back is back after the next run; only then a new one may begin.
                if (SagaRecord.Of(world.Read()) is { IsOpen: true } || world.Served == 0) await world.Boot().RunAsync(_ => { }, CancellationToken.None);
                AtRest(world);
                // Between the deed and its line in the journal it may be done twice: it has to bear that.
                Assert.InRange(world.Served, 1, 3);
            }
        }
    }

    [Fact]
    public async Task Run_CallerGoesAway_PutsAllBackAllTheSame()
    {
        var world = new PoweredWorld();
        var saga = world.Boot();
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saga.RunAsync(_ => cancel.Cancel(), cancel.Token));
        AtRest(world);
        Assert.Equal(0, world.Served);
    }

    [Fact]
    public async Task Abandon_HalfWay_PutsBackWithoutServing()
    {
        var world = new PoweredWorld();
        await KillAsync(world, 8);
        Assert.NotEmpty(world.On);
        await world.Boot().AbandonAsync();
        AtRest(world);
        Assert.Equal(0, world.Served);
    }

    private static void AtRest(PoweredWorld world)
    {
        Assert.Empty(world.On);
        Assert.False(SagaRecord.Of(world.Read()).IsOpen);
    }

    private static async Task KillAsync(PoweredWorld world, double at)
    {
        var saga = world.Boot();
        world.PowerFailsAt = at;
        try
        {
            await saga.RunAsync(_ => { }, CancellationToken.None);
        }
        catch (PoweredWorld.PowerCutException)
        {
            // That is the test.
        }
    }

    private static async Task<(int Operations, int Entries)> CountAsync()
    {
        var world = new PoweredWorld();
        await world.Boot().RunAsync(_ => { }, CancellationToken.None);
        return (world.Operations, world.Entries.Count);
    }
}
